// The latest look of the monitor at each sheet, in words: what operators see at a glance.
import { type Db, many } from '../db/query.ts';
import type { Language } from '../problem.ts';
import { type Issue, issueText } from './issues.ts';

export interface SheetHealth {
  readonly sheetId: string;
  readonly sheetName: string;
  readonly table: string;
  /** Null, like all figures, before the first look. */
  readonly checkedAt: string | null;
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number | null;
  readonly missingCount: number;
  /** Percent of the rows read in the window that were rejected; null where none were read. */
  readonly errorRate: number | null;
  readonly lastSyncAt: string | null;
  readonly lastHeardAt: string | null;
  readonly healthy: boolean;
  readonly issues: readonly (Issue & { readonly text: string })[];
}

/** Every bound sheet, also those never looked at, which count as healthy until then. */
export async function sheetHealth(db: Db, language: Language): Promise<SheetHealth[]> {
  return (await many<Looked>(db, LATEST)).map(({ issues, ...sheet }) => ({
    ...sheet,
    healthy: issues.length === 0,
    issues: issues.map((issue) => ({ ...issue, text: issueText(issue, language) })),
  }));
}

type Looked = Omit<SheetHealth, 'healthy' | 'issues'> & { readonly issues: readonly Issue[] };

const iso = (column: string): string => `to_char((${column}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LATEST = /* sql */ `
  SELECT s.id AS "sheetId", s.sheet_name AS "sheetName", s.target_table AS "table", ${iso('m.check_time')} AS "checkedAt",
         m.spreadsheet_count AS "spreadsheetCount", m.database_count AS "databaseCount", coalesce(m.missing_count, 0) AS "missingCount",
         m.error_rate::float8 AS "errorRate", ${iso('m.last_sync_at')} AS "lastSyncAt", ${iso('m.last_heard_at')} AS "lastHeardAt",
         coalesce(m.issues, '[]') AS issues
    FROM sheets s LEFT JOIN LATERAL (
      SELECT * FROM sync_health_metrics m WHERE m.sheet_id = s.id ORDER BY check_time DESC LIMIT 1) m ON TRUE
   WHERE s.removed_at IS NULL ORDER BY s.created_at`;
