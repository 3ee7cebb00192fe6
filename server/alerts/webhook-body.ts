// What the webhook is sent: our own JSON, or the texts that Slack and Google Chat take, with what they take for markup made harmless.
import { AND_MORE, type Message } from './compose.ts';
import { NO_SHEET } from './condition.ts';
import type { AlertEvent } from './outbox.ts';
import { alertWords } from './words.ts';

export type WebhookFormat = 'rollcall' | 'slack' | 'google-chat';

export interface Sent {
  readonly deliveryId: string;
  /** All that it tells, also what a person is only told the number of. */
  readonly events: readonly AlertEvent[];
  readonly gathered: boolean;
  readonly test: boolean;
  readonly message: Message;
}

export const webhookBody = (format: WebhookFormat, sent: Sent): string => JSON.stringify(BODIES[format](sent));

const BODIES: Readonly<Record<WebhookFormat, (sent: Sent) => object>> = {
  rollcall: ({ deliveryId, events, gathered, test, message }) => ({
    delivery: deliveryId,
    test,
    gathered,
    text: textOf(
      message,
      (text) => text,
      (url) => url,
    ),
    alerts: events.map((event) => alertOf(event, message)),
    link: message.link,
  }),
  slack: ({ message }) => ({
    text: textOf(message, slackText, (url) => `<${slackText(url)}>`),
    mrkdwn: false,
  }),
  'google-chat': ({ message }) => ({ text: textOf(message, chatText, (url) => url) }),
};

function alertOf({ alertId, sheetId, ...event }: AlertEvent, { language }: Message): object {
  const { raised, recovered, meaning, remedy } = alertWords(event, language);
  return {
    id: alertId,
    sheetId: sheetId === NO_SHEET ? null : sheetId,
    ...event,
    message: event.event === 'recovered' ? recovered : raised,
    meaning,
    remedy,
  };
}

function textOf({ subject, note, items, more, link, language }: Message, plain: Render, linked: Render): string {
  const lines = items.flatMap(({ label, sentence, remedy, link: place }) => [
    plain(`${label}: ${sentence}`),
    ...(remedy === null ? [] : [plain(remedy)]),
    ...(place === null ? [] : [linked(place)]),
    '',
  ]);
  const rest = more === 0 ? [] : [plain(AND_MORE[language](more)), ...(link === null ? [] : [linked(link)])];
  const first = note === null ? [] : [plain(note)];
  return [plain(subject), '', ...first, ...lines, ...rest].join('\n').trimEnd();
}

type Render = (text: string) => string;

/** Slack's three control characters; the rest of its markup is switched off. */
const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Google Chat knows no escape: a space of no width after it keeps a character from beginning markup, or a mention of everybody. */
const chatText = (text: string): string => text.replace(/[*_~`<[]/g, '$&\u200b');
