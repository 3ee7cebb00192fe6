// Tries again what is due: each entry locked, written, taken away and logged in one transaction.
import type { Pool } from 'pg';
import type { Settings } from '../settings/settings.ts';

export interface RetryResult {
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly permanentlyFailed: number;
}

/** What is due now, `retriesPerMinute` at most over all servers. Many may do it at once. */
export async function retryDue(_pool: Pool, _settings: Settings, _now: Date): Promise<RetryResult> {
  return { processed: 0, succeeded: 0, failed: 0, permanentlyFailed: 0 };
}

/** One entry by hand, due or not, permanently failed too: its attempts begin at 0. Throws `unknown_retry`. */
export async function retryOne(_pool: Pool, _sheetId: string | null, _id: string, _now: Date): Promise<RetryResult> {
  return { processed: 0, succeeded: 0, failed: 0, permanentlyFailed: 0 };
}
