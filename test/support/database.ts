// A migrated database for one test file, made from the run's template in some 20 ms. Dropped when the file is done,
// kept and named when one of its tests failed.
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import pg from 'pg';
import { afterAll, expect, inject, type RunnerTask, type RunnerTestSuite } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** Call at the top of a test file: `const database = await testDatabase();` */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = databaseName(expect.getState().testPath ?? 'file');
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE rollcall_template`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const pool = new pg.Pool({ connectionString: url, application_name: name });
  pool.on('error', () => undefined);
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the pattern to know which fixtures are wanted, none.
  afterAll(async ({}, suite) => {
    await pool.end();
    if (hasFailed(suite)) process.stderr.write(`\nKept the database ${name}.\n`);
    else await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { url, pool };
}

function databaseName(testPath: string): string {
  const subject = basename(testPath)
    .replace(/\.test\.ts$/, '')
    .replace(/[^a-z0-9]+/gi, '_')
    .toLowerCase()
    .slice(0, 40);
  return `test_${subject}_${randomBytes(4).toString('hex')}`;
}

function hasFailed(suite: Pick<RunnerTestSuite, 'tasks'> & Pick<RunnerTask, 'result'>): boolean {
  if (suite.result?.state === 'fail') return true;
  return suite.tasks.some((task) => ('tasks' in task ? hasFailed(task) : task.result?.state === 'fail'));
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
