// An answer as HTTP: the page in its frame, strict headers, nothing kept by anybody on the way.
import { randomBytes } from 'node:crypto';
import type { Session } from '../../access/sessions.ts';
import type { Answer, OpenCall } from './call.ts';
import { frame } from './frame.ts';
import { type Glance, glance, NO_GLANCE } from './glance.ts';

export async function toResponse(call: OpenCall, session: Session | null, answer: Answer): Promise<Response> {
  if (answer.kind === 'see') return seeOther(call, answer);
  if (answer.kind === 'file')
    return new Response(answer.body, { headers: { ...BASE, ...answer.headers, 'content-type': answer.type } });
  const nonce = randomBytes(16).toString('base64');
  const seen = session === null ? NO_GLANCE : await glanceOrNothing(call);
  const body = await frame(call, session, seen, answer, nonce);
  const headers = new Headers({
    ...BASE,
    ...answer.headers,
    'content-type': 'text/html; charset=utf-8',
    'content-language': call.language,
    'content-security-policy': policy(nonce),
    vary: 'Accept-Language, Cookie',
  });
  for (const cookie of answer.setCookies ?? []) headers.append('set-cookie', cookie);
  return new Response(body.toString(), { status: answer.status ?? 200, headers });
}

const BASE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // With "no-referrer" browsers would send forms without their origin.
  'referrer-policy': 'same-origin',
};

/** Styles and the one script are files of this server, taken only with this page's nonce; the script may ask for this server's pages. */
const policy = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    // The icon, which is none.
    `img-src data:`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');

function seeOther({ link }: OpenCall, { path, said, setCookies = [] }: Extract<Answer, { kind: 'see' }>): Response {
  const [place = '', query = ''] = path.split('?');
  const search = new URLSearchParams(query);
  if (said !== undefined) search.set('said', said.code);
  for (const [name, count] of Object.entries(said?.counts ?? {})) search.set(name, String(count));
  const headers = new Headers({ ...BASE, location: link(`${place}${search.size > 0 ? `?${search}` : ''}`) });
  for (const cookie of setCookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** A page that says that the database is away must not need it. */
async function glanceOrNothing(call: OpenCall): Promise<Glance> {
  try {
    return await glance(call);
  } catch {
    return NO_GLANCE;
  }
}
