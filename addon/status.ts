// What the sidebar shows before anything was pressed.
import { version } from './build-constants.ts';
import { connect, dataLink, serverName, viewServer } from './connection.ts';
import { personEmail, personLocale } from './person.ts';
import { loadRun, recall } from './run-store.ts';
import type { SavedRun } from './saved-run.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, Schedule, Status, UnfinishedRun } from './sidebar/answers.ts';

export function statusOf(sheet: SheetReader): Reply<Status> {
  const { gid, sheetName, spreadsheetName } = sheet.facts;
  const remembered = recall(gid);
  const saved = loadRun(gid);
  const { connection, counts } = viewServer(connect());
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
    person: personEmail(),
    schedule: OFF,
    counts: counts ?? remembered?.counts ?? null,
    last: remembered?.last ?? null,
    unfinished: saved === null ? null : unfinished(saved),
  };
}

const unfinished = ({ state, startedAt, heardAt, by }: SavedRun): UnfinishedRun => ({
  mode: state.mode,
  progress: state.progress,
  startedAt: new Date(startedAt).toISOString(),
  heardAt: new Date(heardAt).toISOString(),
  by,
  driver: 'sidebar',
  isMine: true,
  takeOverAt: null,
});

const OFF: Schedule = {
  state: 'off',
  sheetName: '',
  by: null,
  isMine: false,
  since: null,
  last: null,
  arrivesBy: null,
  trouble: null,
};
