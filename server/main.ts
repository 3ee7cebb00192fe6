// `npm run serve`: the production server. Ctrl-C and SIGTERM let requests in flight end, then stop what was started.
import { readConfig } from './config.ts';
import { logToStderr } from './log.ts';
import { Problem } from './problem.ts';
import { startServer } from './start-server.ts';

try {
  const server = await startServer(readConfig(), logToStderr);
  if (server.portMoved) process.stdout.write(`That port was taken; using the next free one.\n`);
  process.stdout.write(`Rollcall serves ${server.url}\n`);
  if (server.newOperatorToken !== null) {
    process.stdout.write(`Operator token, shown this once: ${server.newOperatorToken}\n`);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'no_database' ? 3 : 2);
}
