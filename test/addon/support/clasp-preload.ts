// Loaded into clasp, and what starts it, before their own code: clasp's Apps Script API is the one on loopback, and nothing else on any network is reached.
import { createRequire } from 'node:module';
import { isIP, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

interface Target {
  readonly host?: string;
  /** Of a pipe on this machine. */
  readonly path?: string | null;
}

interface Api {
  script(options: object): unknown;
}

if (process.argv[1]?.includes('clasp')) redirect();
const { connect } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const [first] = args.flat(1);
  const { host, path } = (typeof first === 'object' && first !== null ? first : { host: args[1] }) as Target;
  const isLocal = typeof path === 'string' || (isIP(host ?? '') === 4 && host?.startsWith('127.'));
  if (isLocal) return Reflect.apply(connect, this, args);
  process.stderr.write(`clasp wanted to connect to ${host}\n`);
  process.exit(97);
} as typeof connect;

/** By each service's own option; the one for all services is not heard by the generated clients. */
function redirect(): void {
  const from = createRequire(fileURLToPath(import.meta.resolve('@google/clasp')));
  const { google } = from('googleapis') as { google: Api };
  const script = google.script.bind(google);
  google.script = (options) => script({ ...options, rootUrl: process.env['ROLLCALL_TEST_SCRIPT_API'] });
}
