// Which addresses a build for push takes, and in what form; each refusal says why and what to do.
import { describe, expect, it } from 'vitest';
import { publicAddress } from '../../../addon/build/public-address.ts';

describe('a public address', () => {
  it.each([
    ['https://sync.example.jp', 'https://sync.example.jp/'],
    ['https://sync.example.jp/', 'https://sync.example.jp/'],
    ['https://host.example.jp/rollcall', 'https://host.example.jp/rollcall/'],
    ['https://host.example.jp/Rollcall//', 'https://host.example.jp/Rollcall/'],
    [' https://Sync.Example.JP./ ', 'https://sync.example.jp/'],
    ['https://sync.example.jp:8443/x', 'https://sync.example.jp:8443/x/'],
    ['https://買主.example.jp/', 'https://xn--tiq363m.example.jp/'],
    ['https://100.64.example.jp', 'https://100.64.example.jp/'],
  ])('%s is written as %s', (text, url) => {
    expect(publicAddress(text)).toEqual({ ok: true, url });
  });
});

type Refusal = readonly [text: string | undefined, reason: RegExp];

const at = (host: string, reason: RegExp): Refusal => [`https://${host}/`, reason];

describe('an address that Google cannot call is refused:', () => {
  it.each<Refusal>([
    [undefined, /not set.*internet/],
    ['', /not set/],
    ['sync.example.jp/', /not a web address/],
    ['ftp://sync.example.jp/', /not a web address/],
    ['https://sync.example.jp/a b', /not a web address/],
    ['http://sync.example.jp/', /http:.*TLS/],
    ['https://user:word@sync.example.jp/', /user name or password/],
    ['https://sync.example.jp/?key=1', /query/],
    ['https://sync.example.jp/?', /query/],
    ['https://sync.example.jp/#top', /fragment/],
    ['https://sync.example.jp/*', /"\*" in its path/],
    [`https://sync.example.jp/${'x'.repeat(1000)}/`, /longer than 1000/],
    ['https://sync/', /no dot/],
    ['https://*.example.jp/', /full domain/],
    ['https://sync..example.jp/', /full domain/],
    ...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '１２７.0.0.1', '[::1]', '[::ffff:127.0.0.1]'].map(
      (host) => at(host, /loopback.*cannot reach/),
    ),
    ...['localhost', 'LOCALHOST.', 'a.localhost'].map((host) => at(host, /machine itself/)),
    ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '[fd00::1]', '[fc00::]', '[::ffff:10.0.0.1]'].map(
      (host) => at(host, /private address/),
    ),
    ...['169.254.1.1', '[fe80::1]', '[febf::1]'].map((host) => at(host, /link-local/)),
    ...['100.64.0.1', '100.127.255.255'].map((host) => at(host, /provider/)),
    ...['0.0.0.0', '0', '[::]'].map((host) => at(host, /no address of a machine/)),
    ...['8.8.8.8', '172.32.0.1', '100.128.0.1', '[2001:db8::1]'].map((host) => at(host, /bare IP/)),
    ...['nas.local', 'db.internal.', 'box.lan', 'nas.home.arpa', 'a.test', 'rollcall.invalid', 'your.example'].map(
      (host) => at(host, /no name on the internet does/),
    ),
  ])('%s', (text, reason) => {
    const address = publicAddress(text);
    expect(address.ok ? [] : address.reasons).toEqual([expect.stringMatching(reason)]);
  });

  it('with all reasons at once, and without repeating a password', () => {
    const address = publicAddress('http://user:secret@localhost/?a#b');
    expect(address.ok ? [] : address.reasons).toHaveLength(5);
    expect(JSON.stringify(address)).not.toContain('secret');
    expect(JSON.stringify(publicAddress('htp://user:secret@x'))).not.toContain('secret');
  });
});
