// What the sidebar shows before anything was pressed.
import { version } from './build-constants.ts';
import { connect, dataLink, serverName, viewServer } from './connection.ts';
import { personLocale } from './person.ts';
import { loadRun, recall } from './run-store.ts';
import { isAnothers, isSamePerson, LEASE_MS, type Person, type SavedRun } from './saved-run.ts';
import { loadSchedule, viewSchedule } from './schedule.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, Status, UnfinishedRun } from './sidebar/answers.ts';
import { loadTakes, takenOf } from './taken-values.ts';

export function statusOf(sheet: SheetReader, person: Person): Reply<Status> {
  const { gid, sheetName, spreadsheetName } = sheet.facts;
  const now = Date.now();
  const remembered = recall(gid);
  const saved = loadRun(gid);
  const { connection, counts, sheet: view } = viewServer(connect());
  return {
    ok: true,
    version,
    locale: personLocale(),
    gid,
    sheetName,
    spreadsheetName,
    connection,
    server: serverName(),
    link: dataLink(),
    person: person.email,
    schedule: viewSchedule(loadSchedule(), person, now),
    counts: counts ?? remembered?.counts ?? null,
    last: remembered?.last ?? null,
    unfinished: saved === null ? null : unfinished(saved, person, now),
    sheet: view,
    taken: takenOf(loadTakes(gid)),
  };
}

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
