// What is wrong with a sheet, from its figures and the thresholds that operators set. Pure: the same figures, the same conditions.
import type { AlertType, Condition, Severity } from '../alerts/condition.ts';
import type { Settings } from '../settings/settings.ts';
import { errorRateOf, type Figures, type GivenUp } from './figures.ts';

/** Those that a look at the sheets decides; whether a service is down is its server's to say. */
export type SheetAlertType = Exclude<AlertType, 'service_down'>;

interface Finding {
  readonly subject?: string;
  readonly severity: Severity;
  readonly params: Condition['params'];
}

type Rule = (figures: Figures, settings: Settings, now: Date) => readonly Finding[];

/** All that hold of this sheet now. */
export const conditionsOf = (figures: Figures, settings: Settings, now: Date): Condition[] =>
  SHEET_ALERTS.flatMap((type) => RULES[type](figures, settings, now).map((found) => asCondition(figures, type, found)));

/** Of these buyers alone. */
export const givenUpConditions = (sheet: Named, givenUp: readonly GivenUp[]): Condition[] =>
  givenUp.map((buyer) => asCondition(sheet, 'permanent_failure', oneGivenUp(buyer)));

type Named = Pick<Figures, 'sheetId' | 'sheetName' | 'table'>;

const asCondition = (
  { sheetId, sheetName, table }: Named,
  type: SheetAlertType,
  { subject = '', severity, params }: Finding,
): Condition => ({ sheetId, type, subject, severity, params: { sheetName, table, ...params } });

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const RULES: Readonly<Record<SheetAlertType, Rule>> = {
  missing_buyers: (figures, { missingMoreThan: threshold }) => {
    const { missingCount, spreadsheetCount, databaseCount, isSyncing, wasMissing } = figures;
    const isOnItsWay = isSyncing && !wasMissing;
    if (missingCount <= threshold || isOnItsWay) return [];
    return [{ severity: 'error', params: { missingCount, threshold, spreadsheetCount, databaseCount } }];
  },
  high_error_rate: (figures, { errorRateAbovePercent: threshold, errorRateWindowMinutes: windowMinutes }) => {
    const { rowsRead: read, rowsRejected: rejected } = figures;
    // In whole numbers, so that exactly the threshold is silent.
    if (100 * rejected <= threshold * read) return [];
    return [
      {
        severity: 'error',
        params: { errorRate: oneDecimal(errorRateOf(figures)), threshold, windowMinutes, rejected, read },
      },
    ];
  },
  permanent_failure: ({ givenUp }) => givenUp.map(oneGivenUp),
  slow_sync: ({ syncDurationMs, rowsPerSecond }, { slowSyncSeconds: threshold }) => {
    if (syncDurationMs === null || syncDurationMs <= threshold * 1000) return [];
    return [
      { severity: 'warning', params: { durationSeconds: Math.ceil(syncDurationMs / 1000), threshold, rowsPerSecond } },
    ];
  },
  quiet_sheet: (figures, settings, now) => {
    const { lastHeardAt } = figures;
    const threshold = quietAfter(figures, settings);
    const quietMs = lastHeardAt === null ? 0 : now.getTime() - lastHeardAt.getTime();
    if (threshold === null || lastHeardAt === null || quietMs <= threshold * HOUR_MS) return [];
    const params = { hours: Math.floor(quietMs / HOUR_MS), threshold, lastHeardAt: lastHeardAt.toISOString() };
    return [{ severity: 'warning', params }];
  },
  run_held: ({ heldRun }) => (heldRun === null ? [] : [{ severity: 'error', params: { ...heldRun } }]),
  schema_invalid: ({ table, schema: { limited, problem } }) => {
    if (problem !== null) return [{ subject: table, severity: 'error', params: { problem, columns: '', count: 0 } }];
    if (limited.length === 0) return [];
    return [
      {
        subject: table,
        severity: 'error',
        params: { problem: null, columns: limited.slice(0, NAMED).join(', '), count: limited.length },
      },
    ];
  },
  queue_stuck: ({ oldestDueAt, pendingRetries: pending }, { queueStuckMinutes: threshold }, now) => {
    const dueMs = oldestDueAt === null ? 0 : now.getTime() - oldestDueAt.getTime();
    if (dueMs <= threshold * MINUTE_MS) return [];
    return [{ severity: 'error', params: { dueMinutes: Math.floor(dueMs / MINUTE_MS), threshold, pending } }];
  },
};

export const SHEET_ALERTS = Object.keys(RULES) as SheetAlertType[];

const NAMED = 10;

const oneGivenUp = ({ buyerNumber, errorType, code, attempts }: GivenUp): Finding => ({
  subject: buyerNumber,
  severity: 'critical',
  params: { buyerNumber, errorType, code, attempts },
});

/** Hours of silence that are expected at most; null where the sheet may be silent for good. */
function quietAfter({ quietAfterHours: own, isScheduled }: Figures, settings: Settings): number | null {
  if (own !== null) return own === 0 ? null : own;
  return isScheduled ? settings.quietAfterHours : null;
}

const oneDecimal = (percent: number | null): number | null => (percent === null ? null : Math.round(percent * 10) / 10);
