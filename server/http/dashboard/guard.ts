// What keeps other sites out: where a form comes from, and what it holds.
import { timingSafeEqual } from 'node:crypto';
import { hashSecret } from '../../access/secrets.ts';
import { Problem } from '../../problem.ts';
import type { Texts } from '../check-parameters.ts';
import { checkTexts } from '../texts.ts';

/** Browsers say it of every form; a program that says nothing still needs the token of the form. */
export function isFromElsewhere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== headers.get('host'));
}

/** In a time that tells nothing of either. */
export const isSame = (sent: string | undefined, secret: string | undefined): boolean =>
  sent !== undefined &&
  secret !== undefined &&
  timingSafeEqual(Buffer.from(hashSecret(sent)), Buffer.from(hashSecret(secret)));

const MOST_BYTES = 65_536;

/** Throws `unsupported_media_type`, `body_too_large`, `invalid_body`. */
export async function readForm(request: Request): Promise<Texts> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) throw new Problem('unsupported_media_type');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Problem('body_too_large', { limit: MOST_BYTES, state: 'as sent' });
    chunks.push(chunk);
  }
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
  checkTexts(form);
  return form;
}
