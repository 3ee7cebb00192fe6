// What can be wrong, as data: who looks says what is so now, and alerts are made of what began and what ended.

export type AlertType =
  | 'missing_buyers'
  | 'high_error_rate'
  | 'permanent_failure'
  | 'slow_sync'
  | 'quiet_sheet'
  | 'run_held'
  | 'schema_invalid'
  | 'queue_stuck'
  | 'service_down';

export type Severity = 'info' | 'warning' | 'error' | 'critical';

/** From the least to the worst. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const satisfies readonly Severity[];

/** Stands for the sheet where a condition concerns none. */
export const NO_SHEET = '00000000-0000-0000-0000-000000000000';

/** Numbers, names and codes for the words of an alert. Never a cell's content. */
export type Params = Readonly<Record<string, string | number | null>>;

/** Something that is so now. Two with the same sheet, type and subject are one. */
export interface Condition {
  readonly sheetId: string;
  readonly type: AlertType;
  /** A buyer number, a table or a service, where the type has one; else ''. */
  readonly subject: string;
  readonly severity: Severity;
  /** What the type's sentences name: see `ALERTS` in words.ts. */
  readonly params: Params;
}
