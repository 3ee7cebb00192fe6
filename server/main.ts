// `npm run serve`: the production server. Ctrl-C and SIGTERM let requests in flight end, then stop what was started.
import { endOf } from './commands/exit.ts';
import { readConfig } from './config.ts';
import { logToStderr } from './log.ts';
import { type RunningServer, startServer, stopWhenTold } from './start-server.ts';

try {
  const config = readConfig();
  const starting = startServer(config, logToStderr);
  stopWhenTold(starting.then((server) => server.stop));
  say(config.port, await starting);
} catch (error) {
  const { code, text } = endOf(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

function say(wanted: number, { portMoved, url, newOperatorToken }: RunningServer): void {
  if (portMoved) process.stdout.write(`Port ${wanted} is taken, so the next free one is used.\n`);
  process.stdout.write(`Rollcall serves ${url}\n`);
  process.stdout.write(`Operators' dashboard: ${url}/dashboard\n`);
  if (newOperatorToken !== null) process.stdout.write(`Operator token, shown this once: ${newOperatorToken}\n`);
}
