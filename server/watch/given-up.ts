// Buyers that were just given up are told at once, whoever had them tried, not at the monitor's next look.
import type { Pool } from 'pg';
import { settle } from '../alerts/settle.ts';
import type { Settings } from '../settings/settings.ts';
import { listSheets } from '../sheets/bound-sheets.ts';
import { type RetryResult, retryDue } from '../sync/retry-tick.ts';
import { givenUpConditions } from './conditions.ts';
import { queueFigures } from './queue-figures.ts';

export async function retryAndTell(
  pool: Pool,
  settings: Settings,
  now: Date,
  sheetId: string | null = null,
): Promise<RetryResult> {
  const result = await retryDue(pool, settings, now, sheetId);
  if (result.permanentlyFailed > 0) await tellGivenUp(pool, now);
  return result;
}

async function tellGivenUp(pool: Pool, now: Date): Promise<void> {
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
