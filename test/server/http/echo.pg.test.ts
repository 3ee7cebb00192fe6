// The echo tells how a body arrived, and nothing of what was in it.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, send, testServer } from '../../support/protocol-client.ts';

const server = testServer(await testDatabase());
const { key } = await bindSheet(server, ['buyer_number']);
const text = JSON.stringify({ invented: '買主'.repeat(50) });
const sha256 = createHash('sha256').update(text).digest('hex');
const inflated = Buffer.byteLength(text);

async function echo(body: Uint8Array<ArrayBuffer> | string, encoding?: string) {
  const response = await server.app.request('/v1/echo', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}

test('a plain body arrives with the bytes it has', async () => {
  const expected = { encoding: 'identity', bytesSent: inflated, bytesInflated: inflated, sha256 };
  expect(await echo(text)).toEqual({ status: 200, body: expected });
});

test('a gzipped one is measured twice, and hashed as unpacked', async () => {
  const packed = new Uint8Array(gzipSync(text));
  const expected = { encoding: 'gzip', bytesSent: packed.length, bytesInflated: inflated, sha256 };
  expect(await echo(packed, 'gzip')).toEqual({ status: 200, body: expected });
});

test('one that something on the way unpacked without saying so is refused', async () => {
  expect(await echo(text, 'gzip')).toMatchObject({ status: 400, body: { code: 'invalid_gzip' } });
});

test('both routes want a key, and the other one leads nowhere', async () => {
  expect((await send(server, 'POST', '/v1/echo', { body: {} })).status).toBe(401);
  expect((await send(server, 'GET', '/v1/echo/nobody')).status).toBe(401);
  const answer = await send(server, 'GET', '/v1/echo/nobody', { token: key });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://rollcall-self-check.invalid/']);
});
