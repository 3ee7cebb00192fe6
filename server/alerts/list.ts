// The alerts as operators read them, with what became of each message; and that a person has seen one.
import { type Db, many, maybeOne, one } from '../db/query.ts';
import { type Language, Problem } from '../problem.ts';
import { type AlertType, NO_SHEET, type Params, type Severity } from './condition.ts';
import type { Channel } from './outbox.ts';
import { alertWords } from './words.ts';

export interface AlertLine {
  readonly id: string;
  /** Null where it concerns no one sheet. */
  readonly sheetId: string | null;
  readonly type: AlertType;
  readonly subject: string;
  readonly severity: Severity;
  /** In the reader's language: what was so when it was last looked at, what it means, and what to do. */
  readonly message: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly params: Params;
  readonly openedAt: string;
  readonly recoveredAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly deliveries: readonly {
    readonly channel: Channel;
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
  db: Db,
  { sheetId, state, after, limit }: AlertFilter,
  language: Language,
): Promise<{ alerts: AlertLine[]; open: number; cursor: string | null }> {
  const values = [sheetId, state, after?.[0] ?? null, after?.[1] ?? null, limit + 1, NO_SHEET];
  const found = await many<Omit<AlertLine, 'message' | 'meaning' | 'remedy'>>(db, PAGE, values);
  const alerts = found.slice(0, limit).map((alert): AlertLine => {
    const { raised, meaning, remedy } = alertWords(alert, language);
    return { ...alert, message: raised, meaning, remedy };
  });
  const last = found.length > limit ? alerts.at(-1) : undefined;
  const { open } = await one<{ open: number }>(db, OPEN, [sheetId]);
  return { alerts, open, cursor: last === undefined ? null : `${last.openedAt},${last.id}` };
}

const ISO = /* sql */ `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

const PAGE = /* sql */ `
  SELECT a.id, nullif(a.sheet_id, $6::uuid) AS "sheetId", a.type, a.subject, a.severity, a.params,
         to_char(a.opened_at ${ISO}) AS "openedAt", to_char(a.recovered_at ${ISO}) AS "recoveredAt",
         to_char(a.acknowledged_at ${ISO}) AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'target', d.target, 'status', d.status,
                   'attempts', d.attempts, 'lastError', d.last_error, 'sentAt', to_char(d.sent_at ${ISO}))
                   ORDER BY d.created_at, d.channel, d.target, d.id), '[]'::jsonb)
            FROM alert_deliveries d
           WHERE d.events @> jsonb_build_array(jsonb_build_object('alertId', a.id))) AS deliveries
    FROM alerts a
   WHERE ($1::uuid IS NULL OR a.sheet_id = $1::uuid)
     AND ($2::text = 'all' OR (a.recovered_at IS NULL) = ($2::text = 'open'))
     AND ($3::timestamptz IS NULL OR (a.opened_at, a.id) < ($3::timestamptz, $4::uuid))
   ORDER BY a.opened_at DESC, a.id DESC
   LIMIT $5::int`;

const OPEN = /* sql */ `
  SELECT count(*)::int AS open FROM alerts WHERE recovered_at IS NULL AND ($1::uuid IS NULL OR sheet_id = $1::uuid)`;

/** Throws `unknown_alert`, also for one of another sheet where `sheetId` is given. Acknowledged twice, the first stays. */
export async function acknowledge(db: Db, alertId: string, by: string, sheetId: string | null = null): Promise<void> {
  const seen = await maybeOne(db, ACKNOWLEDGE, [alertId, by, sheetId]);
  if (seen === null) throw new Problem('unknown_alert');
}

const ACKNOWLEDGE = /* sql */ `
  UPDATE alerts SET acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_by = coalesce(acknowledged_by, $2::text)
   WHERE id = $1::uuid AND ($3::uuid IS NULL OR sheet_id = $3::uuid)
  RETURNING id`;
