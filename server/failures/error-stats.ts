// The error log counted: by type, by code, and by hour.
import type { ErrorType } from '../../shared/protocol.ts';
import { type Db, many } from '../db/query.ts';

export type TypeCounts = Readonly<Record<ErrorType, number>>;

export interface ErrorStats {
  readonly count: number;
  readonly byType: TypeCounts;
  /** The most frequent first. */
  readonly byCode: readonly { readonly code: string; readonly errorType: ErrorType; readonly count: number }[];
  /** Hours that have errors, in rising order; `hour` is its beginning, ISO 8601 in UTC. */
  readonly byHour: readonly { readonly hour: string; readonly count: number; readonly byType: TypeCounts }[];
}

/** `from` is included, `to` is not; null: without end. `sheetId` null: of all sheets. */
export async function errorStats(
  db: Db,
  from: string | null,
  to: string | null,
  sheetId: string | null,
): Promise<ErrorStats> {
  const lines = await many<Line>(db, STATS, [from, to, sheetId]);
  return { count: sum(lines), byType: typeCounts(lines), byCode: codeCounts(lines), byHour: hourCounts(lines) };
}

interface Line {
  readonly hour: string;
  readonly errorType: ErrorType;
  readonly code: string;
  readonly count: number;
}

const sum = (lines: readonly Line[]): number => lines.reduce((total, line) => total + line.count, 0);

function typeCounts(lines: readonly Line[]): TypeCounts {
  const of = (type: ErrorType): number => sum(lines.filter((line) => line.errorType === type));
  return {
    field_length: of('field_length'),
    data_type: of('data_type'),
    constraint_violation: of('constraint_violation'),
    unknown: of('unknown'),
  };
}

function codeCounts(lines: readonly Line[]): ErrorStats['byCode'] {
  return [...Map.groupBy(lines, ({ code, errorType }) => `${code} ${errorType}`).values()]
    .flatMap((same) => (same[0] === undefined ? [] : [{ ...pick(same[0]), count: sum(same) }]))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

const pick = ({ code, errorType }: Line): { code: string; errorType: ErrorType } => ({ code, errorType });

function hourCounts(lines: readonly Line[]): ErrorStats['byHour'] {
  return [...Map.groupBy(lines, ({ hour }) => hour)].map(([hour, same]) => ({
    hour,
    count: sum(same),
    byType: typeCounts(same),
  }));
}

const STATS = /* sql */ `
  SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24":00:00Z"') AS hour, error_type AS "errorType", code, count(*)::int AS count
    FROM sync_error_log
   WHERE ($1::timestamptz IS NULL OR created_at >= $1::timestamptz) AND ($2::timestamptz IS NULL OR created_at < $2::timestamptz)
     AND ($3::uuid IS NULL OR sheet_id = $3::uuid)
   GROUP BY 1, 2, 3 ORDER BY 1`;
