// What the add-on's self-check asks, to see how its requests travel. Nothing is stored, and nothing of a body is given back.
import Type from 'typebox';
import type { Route } from './route.ts';

const Echo = Type.Object({
  encoding: Type.String({ description: 'the Content-Encoding that arrived' }),
  bytesSent: Type.Integer({ minimum: 0 }),
  bytesInflated: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ description: 'of the unpacked bytes, in hex' }),
});

const SentOn = Type.Object({ to: Type.String() });

/** A name that RFC 2606 keeps from ever being anybody's. */
const NOBODY = 'https://rollcall-self-check.invalid/';

export const echoRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/echo',
    permission: 'sheet',
    summary: 'How the body of this request arrived: encoding, lengths, hash',
    body: Type.Unknown(),
    status: 200,
    answer: Echo,
    handle: async ({ travel, bodyHash }) => ({ body: { ...travel, sha256: bodyHash } }),
  },
  {
    method: 'GET',
    path: '/v1/echo/nobody',
    permission: 'sheet',
    summary: 'Sends the caller on to an address where nobody answers',
    status: 302,
    answer: SentOn,
    handle: async () => ({ body: { to: NOBODY }, headers: { location: NOBODY } }),
  },
];
