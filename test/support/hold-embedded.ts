// A program for kill tests: starts the embedded database of the folder named, prints what it got as one line of JSON,
// and holds it until it is told to stop by a line on its standard input, or killed.
import { once } from 'node:events';
import { startEmbedded } from '../../server/db/embedded.ts';
import { becomeOwner } from '../../server/db/embedded-owner.ts';

const [dataDir = '', label] = process.argv.slice(2);
const lines: string[] = [];
const database = await startEmbedded({ dataDir, log: (line) => lines.push(line) });
const owner = label === undefined ? undefined : await becomeOwner(database.connectionString, label);
const { connectionString, owned, folder } = database;
const holder = owner !== undefined && 'holder' in owner ? owner.holder : undefined;
process.stdout.write(`${JSON.stringify({ connectionString, owned, folder, holder, pid: process.pid, lines })}\n`);

await once(process.stdin, 'data');
await database.stop();
process.exit(0);
