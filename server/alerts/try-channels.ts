// A message of no consequence through every channel that is set up, at once, and what became of each.
import { uuid7 } from '../db/uuid.ts';
import { type Language, Problem } from '../problem.ts';
import { compose } from './compose.ts';
import type { Channels } from './deliver.ts';
import { DeliveryError } from './delivery-error.ts';
import { isMailAddress, sendMail } from './mail.ts';
import type { Channel } from './outbox.ts';
import { postWebhook } from './webhook.ts';
import { webhookBody } from './webhook-body.ts';

export interface Tried {
  readonly channel: Channel;
  readonly target: string;
  readonly status: 'sent' | 'failed' | 'not_configured';
  /** A code of ours. */
  readonly error: string | null;
}

/** Mail goes to the operators, or to `email` where it is given; one that is no address is refused before anything is sent. */
export async function tryChannels(
  channels: Channels,
  email: string | null,
  language: Language,
  now: Date,
): Promise<Tried[]> {
  if (email !== null && !isMailAddress(email)) throw new Problem('invalid_address', { email });
  const { log, webhook, smtp, dashboardUrl, operators = [] } = channels;
  const message = (to: Language) => ({
    ...compose({ events: [], gathered: false, language: to }, dashboardUrl),
    ...TEST[to],
  });
  log('info', 'alert_test', {});
  const people = email === null ? operators : [{ email, language }];
  return Promise.all([
    { channel: 'log', target: '', status: 'sent', error: null } as const,
    tried('webhook', '', webhook, async (hook) => {
      const deliveryId = uuid7(now.getTime());
      const sent = { deliveryId, events: [], gathered: false, test: true, message: message(hook.language ?? language) };
      await postWebhook(hook, deliveryId, webhookBody(hook.format, sent), now);
    }),
    ...(people.length === 0 ? [tried('email', '', null, async () => {})] : []),
    ...people.map((to) =>
      tried('email', to.email, smtp, async (server) => {
        if (!isMailAddress(to.email)) throw new DeliveryError('address_refused');
        await sendMail(server, to.email, uuid7(now.getTime()), message(to.language), now);
      }),
    ),
  ]);
}

async function tried<T>(
  channel: Channel,
  target: string,
  way: T | null,
  work: (way: T) => Promise<void>,
): Promise<Tried> {
  if (way === null) return { channel, target, status: 'not_configured', error: null };
  try {
    await work(way);
    return { channel, target, status: 'sent', error: null };
  } catch (error) {
    return { channel, target, status: 'failed', error: error instanceof DeliveryError ? error.code : 'internal' };
  }
}

const TEST = {
  en: { subject: 'Rollcall: a test', note: 'This is a test. Alerts arrive the same way.' },
  ja: { subject: 'Rollcall: テスト', note: 'これはテストです。通知も同じ方法で届きます。' },
} as const;
