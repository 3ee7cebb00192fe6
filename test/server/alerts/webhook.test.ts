// The webhook: signed, sent only to addresses that may be reached, judged by its answer alone.
import { createHmac } from 'node:crypto';
import { createServer, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../server/alerts/delivery-error.ts';
import { isPrivate } from '../../../server/alerts/private-addresses.ts';
import { postWebhook, type WebhookOptions } from '../../../server/alerts/webhook.ts';
import { OK, status, type WebhookReceiver, webhookReceiver } from '../../support/alert-receivers.ts';
import { NOON } from '../../support/alert-world.ts';

const SECRET = 'shared with the receiver';
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await webhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.got.length = 0;
  receiver.answer = OK;
});

/** The code it ends with, or null where it was sent. */
async function post(url: string, allowPrivate: boolean, options: WebhookOptions = {}): Promise<string | null> {
  try {
    await postWebhook({ url, secret: SECRET, allowPrivate }, 'd-1', '{"text":"買主"}', NOON, options);
    return null;
  } catch (error) {
    if (error instanceof DeliveryError) return error.code;
    throw error;
  }
}

/** A resolver that knows one answer. */
const resolves =
  (...addresses: string[]): LookupFunction =>
  (_hostname, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family ?? 4);
  };

test('what arrives carries the id of the delivery and a signature over its time and body', async () => {
  expect(await post(receiver.url, true)).toBeNull();
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.got;
  expect(body).toBe('{"text":"買主"}');
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'rollcall-delivery': 'd-1' });
  const [, seconds = '', sent] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['rollcall-signature'])) ?? [];
  expect(Number(seconds) * 1000).toBe(NOON.getTime());
  expect(createHmac('sha256', SECRET).update(seconds).update('.').update(body, 'utf8').digest('hex')).toBe(sent);
});

test('without a secret nothing is signed', async () => {
  await postWebhook({ url: receiver.url, secret: '', allowPrivate: true }, 'd-1', '{}', NOON);
  expect(receiver.got[0]?.headers).not.toHaveProperty('rollcall-signature');
});

describe('only an answer of 2xx counts', () => {
  test.each([
    ['204', status(204), null],
    ['a redirect is not followed', status(302, { location: 'https://elsewhere.example/' }), 'redirected'],
    ['404', status(404), 'http_404'],
    ['500', status(500), 'http_500'],
    ['an answer that breaks off', (response: Parameters<typeof OK>[0]) => response.destroy(), 'broken_off'],
  ])('%s', async (_, answer, code) => {
    receiver.answer = answer;
    expect(await post(receiver.url, true)).toBe(code);
    expect(receiver.got).toHaveLength(1);
  });

  test('one that never ends is read to 64 KB, and its status counts', async () => {
    receiver.answer = (response) => {
      const more = () => void (response.write('x'.repeat(16_384)) && setImmediate(more));
      response.on('drain', more);
      more();
    };
    expect(await post(receiver.url, true)).toBeNull();
  });

  test('one that does not come is a timeout', async () => {
    receiver.answer = () => undefined;
    expect(await post(receiver.url, true, { timeoutMs: 50 })).toBe('timeout');
  });

  test('a port without a receiver refuses', async () => {
    expect(await post('http://127.0.0.1:1/', true)).toBe('refused');
  });
});

describe('an address that a webhook must not reach', () => {
  test.each([
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '100.64.0.1',
      '100.127.255.255',
      '127.0.0.1',
      '127.255.255.254',
      '169.254.169.254',
    ],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.0.2.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
    ],
    ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::7f00:1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '100::1',
      '2001::1',
    ],
    ...['2001:db8::1', '2002:7f00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
    ...['', 'localhost', '1.2.3'],
  ])('%s', (address) => expect(isPrivate(address)).toBe(true));

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '169.253.0.1',
    '2606:4700:4700::1111',
    '2a00:1450::1',
  ])('%s may be reached', (address) => expect(isPrivate(address)).toBe(false));

  test.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
    ...['169.254.169.254', '10.1.2.3', '[fd00:ec2::254]', '0', '[::]'],
  ])('https://%s/ is refused before anything is looked up', async (host) => {
    const never: LookupFunction = () => expect.fail('looked up');
    expect(await post(`https://${host}:8443/`, false, { lookup: never })).toBe('private_address');
  });

  test.each([
    ['http://example.com/', 'not_https'],
    ['ftp://example.com/', 'bad_url'],
    ['example.com', 'bad_url'],
    ['', 'bad_url'],
  ])('%s is no address of a webhook', async (url, code) => {
    expect(await post(url, false)).toBe(code);
  });

  test.each([
    ['a private one', ['127.0.0.1']],
    ['a public and a private one', ['93.184.215.14', '10.0.0.1']],
    ['one in another dress', ['::ffff:127.0.0.1']],
  ])('a name that resolves to %s is refused, and nothing is connected to', async (_, addresses) => {
    let connections = 0;
    const listener = createServer(() => connections++);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as { port: number };
    const url = `https://receiver.example:${port}/`;
    expect(await post(url, false, { lookup: resolves(...addresses) })).toBe('private_address');
    await new Promise((resolve) => listener.close(resolve));
    expect(connections).toBe(0);
  });

  test('a name is looked up once, by the socket: one that changes its address after a check gains nothing', async () => {
    const { port } = new URL(receiver.url);
    for (const [allowPrivate, url, code] of [
      [true, `http://receiver.example:${port}/`, null],
      [false, `https://receiver.example:${port}/`, 'private_address'],
    ] as const) {
      let lookups = 0;
      const lookup: LookupFunction = (hostname, options, callback) => {
        lookups++;
        resolves('127.0.0.1')(hostname, options, callback);
      };
      expect(await post(url, allowPrivate, { lookup })).toBe(code);
      expect(lookups).toBe(1);
    }
  });

  test("allowed on one's own network, a name is looked up as any other", async () => {
    const { port } = new URL(receiver.url);
    expect(await post(`http://receiver.example:${port}/`, true, { lookup: resolves('127.0.0.1') })).toBeNull();
  });
});
