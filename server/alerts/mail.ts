// One mail to one person: what is to be told as text and as plain HTML. Its id is that of the delivery, so that a repeat is the same mail.
import { createTransport } from 'nodemailer';
import type { Language } from '../problem.ts';
import { AND_MORE, type Item, type Message } from './compose.ts';
import { DeliveryError, networkCode } from './delivery-error.ts';

export interface MailServer {
  /** `smtp://` or `smtps://`; its query takes nodemailer's options, as `?requireTLS=true`. */
  readonly url: string;
  readonly from: string;
}

/** An attempt ends well before its lease does. */
const PATIENCE_MS = 60_000;
const STEP_MS = 20_000;

/** Throws a `DeliveryError`; final where the server refused the address or the message for good. */
export async function sendMail(
  server: MailServer,
  to: string,
  deliveryId: string,
  message: Message,
  now: Date,
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  const transport = createTransport({
    url: server.url,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...letter(server.from, to, deliveryId, message, now), signal });
  } catch (error) {
    const permanent = (error as { permanent?: unknown }).permanent === true;
    throw new DeliveryError(signal.aborted ? 'timeout' : networkCode(error), permanent);
  } finally {
    transport.close();
  }
}

/** An address as we take one: nothing of it can end a header or name a second person. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}$/u.test(text);

function letter(from: string, to: string, deliveryId: string, message: Message, now: Date) {
  const domain = /@([^\s@<>]+?)>?\s*$/.exec(from)?.[1] ?? 'rollcall';
  return {
    from,
    to: { name: '', address: to },
    subject: message.subject,
    text: textPart(message),
    html: htmlPart(message),
    date: now,
    messageId: `<${deliveryId}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': message.language,
    },
  };
}

function textPart({ note, items, more, link, language }: Message): string {
  const paragraphs = items.map(({ label, sentence, meaning, remedy, link: place }) =>
    [`${label}: ${sentence}`, meaning, remedy, place].filter((line) => line !== null).join('\n'),
  );
  return [...(note === null ? [] : [note]), ...paragraphs, ...rest(more, link, language), WHY[language]].join('\n\n');
}

const rest = (more: number, link: string | null, language: Language): string[] =>
  more === 0 ? [] : [link === null ? AND_MORE[language](more) : `${AND_MORE[language](more)}\n${link}`];

const WHY = {
  en: 'You get this since you are named as a recipient of these alerts. Who runs Rollcall can change that ("rollcall sheet recipients").',
  ja: 'このメールは、通知の宛先に登録されているため送信されました。宛先は管理者が変更できます（"rollcall sheet recipients"）。',
} as const;

function htmlPart({ note, items, more, link, language }: Message): string {
  const first = note === null ? '' : `<p>${escaped(note)}</p>`;
  const blocks = items.map(htmlItem).join('');
  const others = more === 0 ? '' : `<p>${escaped(AND_MORE[language](more))} ${anchor(link)}</p>`;
  return `<!doctype html><html lang="${language}"><body>${first}${blocks}${others}<p><small>${escaped(WHY[language])}</small></p></body></html>`;
}

function htmlItem({ label, sentence, meaning, remedy, link }: Item): string {
  const more = [meaning, remedy].filter((line) => line !== null).map((line) => `<br>${escaped(line)}`);
  return `<p><strong>${escaped(label)}</strong>: ${escaped(sentence)}${more.join('')}${link === null ? '' : `<br>${anchor(link)}`}</p>`;
}

const anchor = (link: string | null): string =>
  link === null ? '' : `<a href="${escaped(link)}">${escaped(link)}</a>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
