// `npm start`: the whole of Rollcall on this machine. An invented sheet, the real add-on in the local Apps Script host,
// the real server on the embedded database, and a page to try it out. Nothing leaves the machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CODE_MINUTES, makeLoginLink } from '../../server/access/login-codes.ts';
import { endOf } from '../../server/commands/exit.ts';
import { readConfig } from '../../server/config.ts';
import { logNothing } from '../../server/log.ts';
import { Problem } from '../../server/problem.ts';
import {
  freePort,
  isLoopback,
  listen,
  type RunningServer,
  startServer,
  stopWhenTold,
  urlOf,
} from '../../server/start-server.ts';
import { buildAddon } from '../build.ts';
import { createHost, type Host } from './host/host.ts';
import { Spreadsheet } from './host/spreadsheet.ts';
import { createPlayground } from './playground.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { connectSample, sampleDatabase } from './sample-database.ts';
import { sampleSpreadsheet } from './sample-sheet.ts';

/** Returns what stops it all. Where it fails half-way, what was started is stopped. */
async function start(): Promise<() => Promise<void>> {
  // The try-out has a database of its own: it never writes its invented buyers into somebody's.
  const config = { ...readConfig(), databaseUrl: null };
  if (!isLoopback(config.host))
    throw new Problem('wrong_use', {
      message: 'The try-out answers this machine only; leave HOST out, or use "npm run serve".',
    });
  const pagePort = await freePort(config.host, config.port);
  const pageUrl = urlOf(config.host, pagePort);
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    // After the last port there is comes 0, any free one.
    const server = await startServer({ ...config, port: (pagePort + 1) % 65_536 }, logNothing, pageUrl);
    undo.push(server.stop);
    // Never addon/dist: what stands there is pushed to Google, and this add-on calls a host that does not exist.
    const outDir = await mkdtemp(join(tmpdir(), 'rollcall-try-out-'));
    undo.push(() => rm(outDir, { recursive: true, force: true }));
    const built = await buildAddon({ outDir });
    const fetchMap = { [built.serverUrl]: `${server.url}/` };
    const openHost = async (spreadsheet: Spreadsheet) =>
      withTriggers(await createHost({ distDir: built.outDir, spreadsheet, fetchMap, timeFlows: false }));
    const host = await openHost(new Spreadsheet(sampleSpreadsheet()));
    undo.push(host.stop);
    const { pool } = server;
    host.properties('document').set({ 'rollcall.key': await connectSample(pool, sampleSpreadsheet()) });
    const database = sampleDatabase(pool);
    const drop = { pool, openHost };
    const playground = await createPlayground({ host, columns: SAMPLE_COLUMNS, database, hints: HINTS, drop });
    undo.push(await listen(playground.app.fetch, config.host, pagePort, 0), playground.stop);
    const moved = config.port !== 0 && pagePort !== config.port;
    const dashboard = await makeLoginLink(pool, server.url, new Date());
    say(server, pageUrl, dashboard, moved ? config.port : null);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Its triggers fire by the machine's own clock, until it is stopped. */
function withTriggers(host: Host): Host {
  const timer = setInterval(() => void host.advance(0), 60_000);
  const stop = () => {
    clearInterval(timer);
    return host.stop();
  };
  return { ...host, stop };
}

const HINTS = [
  { text: 'Confirm which row holds the headings' },
  { text: 'Check first, then Sync now: 4,137 buyers go to the database' },
  { text: 'Edit a cell, click Sync, see it arrive', cell: 'B2' },
  { text: 'Break a cell: a word where a date belongs', cell: 'D3' },
  { text: 'Sync names it; click the finding, mend it, sync again' },
  { text: 'Drop a CSV of your own onto the page' },
];

function say(server: RunningServer, pageUrl: string, dashboard: string, taken: number | null): void {
  if (taken !== null) process.stdout.write(`Port ${taken} is taken, so the next free one is used.\n`);
  process.stdout.write(`\n  Rollcall is ready. Open   ${pageUrl}\n\n`);
  process.stdout.write(`  The server's own address  ${server.url}   (its description: ${server.url}/openapi.json)\n`);
  process.stdout.write(`  Operators' dashboard      ${dashboard}   (once, within ${CODE_MINUTES} minutes)\n`);
  if (server.newOperatorToken !== null)
    process.stdout.write(`  Operator token            ${server.newOperatorToken}   (shown this once)\n`);
  process.stdout.write('  Ctrl-C stops everything.\n\n');
}

try {
  const starting = start();
  stopWhenTold(starting);
  await starting;
} catch (error) {
  const { code, text } = endOf(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
