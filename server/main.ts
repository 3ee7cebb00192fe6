// `npm run serve`: the production server. Ctrl-C and SIGTERM let requests in flight end, then stop what was started.
import { readConfig } from './config.ts';
import { logToStderr } from './log.ts';
import { Problem } from './problem.ts';
import { type RunningServer, startServer, stopWhenTold } from './start-server.ts';

try {
  const config = readConfig();
  const starting = startServer(config, logToStderr);
  stopWhenTold(starting.then((server) => server.stop));
  say(config.port, await starting);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'no_database' ? 3 : 2);
}

function say(wanted: number, { portMoved, url, newOperatorToken }: RunningServer): void {
  if (portMoved) process.stdout.write(`Port ${wanted} is taken, so the next free one is used.\n`);
  process.stdout.write(`Rollcall serves ${url}\n`);
  if (newOperatorToken !== null) process.stdout.write(`Operator token, shown this once: ${newOperatorToken}\n`);
}
