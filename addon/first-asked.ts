// What a person is asked before a tab's first run: which headings mean what, and, before the clock writes anything, a Check.
import type { SheetView } from '../shared/protocol.ts';
import type { Send } from './api.ts';
import { storedHeaderRow, storeHeaderRow } from './header-row.ts';

export type FirstAsked = 'needs_setup' | 'needs_check';

/** Null where nothing is asked, and where the server does not tell: what it refuses, it refuses the run for too. */
export function askedBeforeClock(send: Send, gid: number): FirstAsked | null {
  const view = viewOf(send);
  if (view === null) return null;
  return askedOf(view, gid) ?? (view.everSynced === false ? 'needs_check' : null);
}

/** Costs a request only where this document knows of no agreement; one made elsewhere is learnt, with its row. */
export function askedBeforeRun(send: Send, gid: number): FirstAsked | null {
  if (storedHeaderRow(gid) !== null) return null;
  const view = viewOf(send);
  return view === null ? null : askedOf(view, gid);
}

function askedOf({ confirmedAt, headerRow }: Partial<SheetView>, gid: number): FirstAsked | null {
  if (storedHeaderRow(gid) !== null) return null;
  if (confirmedAt === null) return 'needs_setup';
  if (confirmedAt !== undefined && headerRow != null) storeHeaderRow(gid, headerRow);
  return null;
}

function viewOf(send: Send): Partial<SheetView> | null {
  const answer = send([{ method: 'get', path: 'v1/sheet' }])[0];
  return answer?.ok === true ? (answer.body as Partial<SheetView>) : null;
}
