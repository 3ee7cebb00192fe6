// Buyers that were just given up are told at once, not at the monitor's next look.
import type { Pool } from 'pg';
import { settle } from '../alerts/settle.ts';
import { listSheets } from '../sheets/bound-sheets.ts';
import { givenUpConditions } from './conditions.ts';
import { queueFigures } from './queue-figures.ts';

export async function tellGivenUp(pool: Pool, now: Date): Promise<void> {
  const queueOf = await queueFigures(pool);
  const sheets = await listSheets(pool);
  const conditions = sheets.flatMap(({ id: sheetId, sheetName, table }) =>
    givenUpConditions({ sheetId, sheetName, table }, queueOf(sheetId).givenUp),
  );
  await settle(
    pool,
    ['permanent_failure'],
    conditions,
    now,
    sheets.map(({ id }) => id),
  );
}
