// Whether a sheet was never synced: then a person looks at a Check first, and nothing is written by the clock.
import type { SheetView } from '../shared/protocol.ts';
import type { Execution } from './execution.ts';
import { one } from './requests.ts';

/** False where the server does not tell: what it refuses, it refuses the run for too. */
export function isNeverSynced(run: Execution): boolean {
  const answer = one(run, { method: 'get', path: 'v1/sheet' });
  return answer.ok && (answer.body as Partial<SheetView>).everSynced === false;
}
