// `npm start`: the whole of Rollcall on this machine. An invented sheet, the real add-on in the local Apps Script host,
// the real server on the embedded database, and a page to try it out. Nothing leaves the machine.
import { serve } from '@hono/node-server';
import { readConfig } from '../../server/config.ts';
import { logNothing } from '../../server/log.ts';
import { Problem } from '../../server/problem.ts';
import { freePort, type RunningServer, startServer } from '../../server/start-server.ts';
import { buildAddon } from '../build.ts';
import { createHost, type Host } from './host/host.ts';
import { Spreadsheet } from './host/spreadsheet.ts';
import { createPlayground } from './playground.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { connectSample, sampleDatabase } from './sample-database.ts';
import { sampleSpreadsheet } from './sample-sheet.ts';

async function start(): Promise<void> {
  const config = readConfig();
  if (!isLoopback(config.host))
    throw new Problem('wrong_use', {
      message: 'The try-out answers this machine only; leave HOST out, or use "npm run serve".',
    });
  const pagePort = await freePort(config.host, config.port);
  const pageUrl = `http://${config.host}:${pagePort}`;
  const server = await startServer({ ...config, port: pagePort + 1 }, logNothing, pageUrl);
  const host = await startHost(server);
  const playground = await createPlayground({
    host,
    columns: SAMPLE_COLUMNS,
    database: sampleDatabase(server.pool),
    hints: HINTS,
  });
  const page = serve({ fetch: playground.app.fetch, hostname: config.host, port: pagePort });
  say(server, pageUrl, pagePort !== config.port ? config.port : null);
  const stop = once(async () => {
    playground.stop();
    page.close();
    if ('closeAllConnections' in page) page.closeAllConnections();
    await host.stop();
    await server.stop();
    process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

async function startHost(server: RunningServer): Promise<Host> {
  const built = await buildAddon();
  const spreadsheet = new Spreadsheet(sampleSpreadsheet());
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: `${server.url}/` },
  });
  host.properties('document').set({ 'rollcall.key': await connectSample(server.pool, sampleSpreadsheet()) });
  return host;
}

const HINTS = [
  { text: 'Click Sync: 4,137 buyers go to the database' },
  { text: 'Edit a cell, click Sync, see it arrive', cell: 'B2' },
  { text: 'Break a cell: a word where a date belongs', cell: 'D3' },
  { text: 'Sync names it; click the finding, mend it, sync again' },
];

function say(server: RunningServer, pageUrl: string, taken: number | null): void {
  if (taken !== null) process.stdout.write(`Port ${taken} is taken, so the next free one is used.\n`);
  process.stdout.write(`\n  Rollcall is ready. Open   ${pageUrl}\n\n`);
  process.stdout.write(`  The server's own address  ${server.url}   (its description: ${server.url}/openapi.json)\n`);
  if (server.newOperatorToken !== null)
    process.stdout.write(`  Operator token            ${server.newOperatorToken}   (shown this once)\n`);
  process.stdout.write('  Ctrl-C stops everything.\n\n');
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function once(work: () => Promise<void>): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    void work();
  };
}

try {
  await start();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'no_database' ? 3 : 2);
}
