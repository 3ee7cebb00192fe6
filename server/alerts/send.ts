// How each channel sends a message. Total: a channel without a way to send does not compile.
import type { Log } from '../log.ts';
import type { Language } from '../problem.ts';
import type { Claimed } from './claim.ts';
import { compose } from './compose.ts';
import { DeliveryError } from './delivery-error.ts';
import { type MailServer, sendMail } from './mail.ts';
import type { AlertEvent, Channel } from './outbox.ts';
import { postWebhook, type WebhookTarget } from './webhook.ts';
import { type WebhookFormat, webhookBody } from './webhook-body.ts';
import { ALERTS } from './words.ts';

interface Ways {
  readonly log: Log;
  readonly webhook: null | (WebhookTarget & { readonly format: WebhookFormat; readonly language?: Language });
  readonly smtp: MailServer | null;
  readonly dashboardUrl: string | null;
}

/** Throws a `DeliveryError`. */
export const send = (ways: Ways, delivery: Claimed, now: Date): Promise<void> =>
  SENDERS[delivery.channel](ways, delivery, now);

const SENDERS: Readonly<Record<Channel, (ways: Ways, delivery: Claimed, now: Date) => Promise<void>>> = {
  log: async ({ log }, { events }) => {
    for (const event of events) toLog(log, event);
  },
  webhook: async ({ webhook, dashboardUrl }, { id, events, gathered, language }, now) => {
    if (webhook === null) throw new DeliveryError('not_configured');
    const message = compose({ events, gathered, language: webhook.language ?? language }, dashboardUrl);
    const body = webhookBody(webhook.format, { deliveryId: id, events, gathered, test: false, message });
    await postWebhook(webhook, id, body, now);
  },
  email: async ({ smtp, dashboardUrl }, { id, target, events, gathered, language }, now) => {
    if (smtp === null) throw new DeliveryError('not_configured');
    await sendMail(smtp, target, id, compose({ events, gathered, language }, dashboardUrl), now);
  },
};

/** Ids, type and numbers; a table or a service by its name, a buyer only by the alert's id. */
function toLog(log: Log, { event, alertId, sheetId, type, subject, severity, params }: AlertEvent): void {
  const numbers = Object.entries(params).filter(([, value]) => typeof value === 'number');
  log(LEVELS[event], `alert_${event}`, {
    alertId,
    sheetId,
    type,
    severity,
    ...(ALERTS[type].subject === 'buyer' ? {} : { subject }),
    ...Object.fromEntries(numbers),
  });
}

const LEVELS = { raised: 'warn', worsened: 'warn', recovered: 'info' } as const;
