// What the sidebar shows before anything was pressed.
import type { SheetView } from '../shared/protocol.ts';
import { version } from './build-constants.ts';
import { connect, dataLink, serverName } from './connection.ts';
import { cut } from './cut.ts';
import { personLocale } from './person.ts';
import { loadRun, recall } from './run-store.ts';
import { isAnothers, isSamePerson, LEASE_MS, type Person, type SavedRun } from './saved-run.ts';
import { loadSchedule, viewSchedule } from './schedule.ts';
import { viewServer } from './server-view.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, Status, UnfinishedRun } from './sidebar/answers.ts';
import { loadTakes, takenOf } from './taken-values.ts';

export function statusOf(sheet: SheetReader, person: Person): Reply<Status> {
  const { gid, sheetName, spreadsheetName } = sheet.facts;
  const now = Date.now();
  const remembered = recall(gid);
  const saved = loadRun(gid);
  const { connection, counts, sheet: view, headings, place, queue, why = null } = viewServer(connect(gid), sheet);
  return {
    ok: true,
    version,
    locale: personLocale(),
    gid,
    sheetName,
    spreadsheetName,
    connection,
    why,
    server: serverName(),
    link: dataLink(),
    person: person.email,
    schedule: viewSchedule(loadSchedule(), person, now),
    counts: counts ?? remembered?.counts ?? null,
    last: remembered?.last ?? null,
    unfinished: saved === null ? null : unfinished(saved, person, now),
    sheet: view === null ? null : trimmed(view),
    headings,
    place,
    taken: takenOf(loadTakes(gid)),
    queue,
  };
}

/** Bytes of an answer's 100 KB. */
const MOST = { headers: 15_000, columns: 20_000, holds: 10_000 };

/** A wide sheet's lists are cut: the card of headings and columns asks for its own. */
const trimmed = (view: SheetView): SheetView => ({
  ...view,
  headers: cut(view.headers, MOST.headers).items,
  columns: cut(view.columns, MOST.columns, undefined, 1000).items,
  holds: cut(view.holds, MOST.holds).items,
});

function unfinished(saved: SavedRun, person: Person, now: number): UnfinishedRun {
  const { state, startedAt, heardAt, driver } = saved;
  return {
    mode: state.mode,
    progress: state.progress,
    startedAt: new Date(startedAt).toISOString(),
    heardAt: new Date(heardAt).toISOString(),
    by: saved.person.email,
    driver,
    isMine: isSamePerson(saved.person, person),
    takeOverAt: isAnothers(saved, person, now) ? new Date(heardAt + LEASE_MS).toISOString() : null,
  };
}
