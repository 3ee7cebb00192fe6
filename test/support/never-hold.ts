// A person's "always" for some columns of a sheet, without the run that held them: for tests whose subject is another.
import type { Pool } from 'pg';

export async function neverHold(pool: Pool, sheetId: string, columns: readonly string[]): Promise<void> {
  await pool.query(NEVER, [sheetId, columns]);
}

const NEVER = /* sql */ `
  INSERT INTO holds (sheet_id, id, run_id, column_name, header, scope, reason, row_count, of_count, estimated, keys, evidence, state, always)
  SELECT $1::uuid, gen_random_uuid(), gen_random_uuid(), c, c, 'column', 'values_replaced', 0, 0, false, '{}', '{}', 'released', true
    FROM unnest($2::text[]) AS c`;
