// How many retries all servers together may make in a minute: each takes some for itself before it makes them.
import type { Pool } from 'pg';
import { maybeOne, run, transaction } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';

export interface Tries {
  readonly id: string;
  readonly tries: number;
}

/** `wanted` of them, or as many as the last minute leaves; null where it leaves none. */
export async function takeTries(pool: Pool, perMinute: number, wanted: number, now: Date): Promise<Tries | null> {
  return transaction(pool, async (db) => {
    // For some milliseconds, and against each other only.
    await db.query('LOCK TABLE retry_tries IN SHARE ROW EXCLUSIVE MODE');
    return maybeOne<Tries>(db, TAKE, [uuid7(), now, wanted, perMinute]);
  });
}

const TAKE = /* sql */ `
  WITH past AS (DELETE FROM retry_tries WHERE at <= $2::timestamptz - interval '1 minute'),
  free AS (
    SELECT least($3::int, $4::int - coalesce(sum(tries), 0))::int AS tries
      FROM retry_tries WHERE at > $2::timestamptz - interval '1 minute')
  INSERT INTO retry_tries (id, at, tries) SELECT $1::uuid, $2::timestamptz, tries FROM free WHERE tries > 0
  RETURNING id, tries`;

/** What was taken and not used is there for others. */
export const giveBack = (pool: Pool, { id }: Tries, used: number): Promise<number> => run(pool, GIVE_BACK, [id, used]);

const GIVE_BACK = /* sql */ `UPDATE retry_tries SET tries = $2::int WHERE id = $1::uuid`;
