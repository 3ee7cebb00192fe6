// The alerts as operators read them.
import type { Db } from '../db/query.ts';
import type { AlertType, Severity } from './condition.ts';

export interface AlertLine {
  readonly id: string;
  /** Null where it concerns no one sheet. */
  readonly sheetId: string | null;
  readonly type: AlertType;
  readonly subject: string;
  readonly severity: Severity;
  /** In the reader's language. */
  readonly message: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  readonly openedAt: string;
  readonly recoveredAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly deliveries: readonly {
    readonly channel: 'log' | 'webhook' | 'email';
    readonly target: string;
    readonly status: 'due' | 'sent' | 'failed';
    readonly attempts: number;
    readonly lastError: string | null;
    readonly sentAt: string | null;
  }[];
}

export interface AlertFilter {
  readonly sheetId: string | null;
  /** `open` are those not recovered. */
  readonly state: 'open' | 'recovered' | 'all';
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Newest first. `open` counts all that are open, acknowledged or not. */
export async function alertPage(
  _db: Db,
  _filter: AlertFilter,
  _language: 'en' | 'ja',
): Promise<{ alerts: AlertLine[]; open: number; cursor: string | null }> {
  return { alerts: [], open: 0, cursor: null };
}

/** Throws `unknown_alert`. Acknowledged twice, the first stays. */
export async function acknowledge(_db: Db, _alertId: string, _by: string): Promise<void> {}
