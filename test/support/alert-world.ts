// What tests of alerts share: sheets without a table, conditions of every type, and channels that lead nowhere unless they are given.
import type { Pool } from 'pg';
import type { AlertType, Condition } from '../../server/alerts/condition.ts';
import type { Channels } from '../../server/alerts/deliver.ts';
import { ALERTS } from '../../server/alerts/words.ts';
import { insertSheet } from '../../server/sheets/bound-sheets.ts';

export const NOON = new Date('2026-11-25T12:00:00Z');
export const later = (seconds: number, from: Date = NOON): Date => new Date(from.getTime() + seconds * 1000);

/** Params that fill every sentence of every type. */
export const PARAMS = {
  ...{ sheetName: '買主リスト', table: 'buyers', missingCount: 12, threshold: 10, errorRate: 7.5, windowMinutes: 60 },
  ...{
    attempts: 3,
    code: 'too_long',
    durationSeconds: 700,
    hours: 5,
    rows: 40,
    of: 50,
    columns: 'name, address',
    count: 2,
  },
  ...{ problem: null, pending: 9, dueMinutes: 20 },
} as const;

export const condition = (type: AlertType, sheetId: string, more: Partial<Condition> = {}): Condition => ({
  ...{ sheetId, type, subject: '', severity: ALERTS[type].severity, params: PARAMS },
  ...more,
});

export const newSheet = (pool: Pool, sheetName = '買主リスト'): Promise<string> =>
  insertSheet(pool, {
    spreadsheetId: 'book',
    sheetName,
    table: 'buyers',
    keyColumn: 'buyer_number',
    scopeColumn: null,
  });

export async function emptyAlerts(pool: Pool): Promise<void> {
  for (const table of [
    'alert_deliveries',
    'alerts',
    'alert_recipients',
    'retry_queue',
    'sheet_keys',
    'sheets',
    'settings',
  ])
    await pool.query(`DELETE FROM ${table}`);
}

export interface Logged {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function channels(more: Partial<Channels> = {}): Channels & { readonly logged: Logged[] } {
  const logged: Logged[] = [];
  const log: Channels['log'] = (level, event, fields = {}) => logged.push({ level, event, fields });
  return { log, webhook: null, smtp: null, dashboardUrl: null, ...more, logged };
}
