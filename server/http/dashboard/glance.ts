// What every page shows beside its own: how much waits for a person.
import { alertPage } from '../../alerts/list.ts';
import { retryCounts } from '../../failures/retry-queue.ts';
import { listSheets } from '../../sheets/bound-sheets.ts';
import { openHolds } from '../../sheets/holds.ts';
import type { OpenCall } from './call.ts';

export interface Glance {
  readonly alerts: number;
  /** Null where none is open. */
  readonly newest: { readonly id: string; readonly message: string } | null;
  readonly held: number;
  readonly queued: number;
}

export const NO_GLANCE: Glance = { alerts: 0, newest: null, held: 0, queued: 0 };

export async function glance({ deps: { pool }, language }: OpenCall): Promise<Glance> {
  const { alerts, open } = await alertPage(pool, { sheetId: null, state: 'open', after: null, limit: 1 }, language);
  const [newest] = alerts;
  const queued = (await retryCounts(pool)).reduce(
    (sum, { pending, permanentlyFailed }) => sum + pending + permanentlyFailed,
    0,
  );
  let held = 0;
  for (const { id } of await listSheets(pool))
    held += (await openHolds(pool, id)).filter(({ state }) => state === 'waiting').length;
  return {
    alerts: open,
    newest: newest === undefined ? null : { id: newest.id, message: newest.message },
    held,
    queued,
  };
}
