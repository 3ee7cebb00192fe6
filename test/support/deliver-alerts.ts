// A server that only delivers alerts, as a process of its own: for tests that kill it. Arguments: database, webhook, time.
import pg from 'pg';
import { deliverDue } from '../../server/alerts/deliver.ts';
import { logToStderr } from '../../server/log.ts';

const [, , connectionString = '', url = '', now = ''] = process.argv;
const pool = new pg.Pool({ connectionString });
const webhook = { url, secret: 'secret', format: 'rollcall', allowPrivate: true } as const;
const ends = await deliverDue(pool, { log: logToStderr, webhook, smtp: null, dashboardUrl: null }, new Date(now));
process.stdout.write(`${JSON.stringify(ends)}\n`);
await pool.end();
