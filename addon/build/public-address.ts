// The address of a server that Google can call: written into the bundle and the allowlist of a build for push, or refused with each reason.
import { BlockList, isIP } from 'node:net';

export type PublicAddress =
  | { readonly ok: true; readonly url: string }
  /** A sentence each: why not, and what to do. */
  | { readonly ok: false; readonly reasons: readonly string[] };

/** The url is https, with a full domain and a slash at its end, as an allowlist wants it (developers.google.com/apps-script/manifest/allowlist-url). */
export function publicAddress(text: string | undefined): PublicAddress {
  if (text === undefined || text.trim() === '') return refused(MISSING);
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || /\s/.test(text.trim())) return refused(UNREADABLE);
  const reasons = faultsOf(url);
  if (reasons.length > 0) return refused(...reasons);
  url.hostname = bareName(url);
  return { ok: true, url: url.href.replace(/\/*$/, '/') };
}

const refused = (...reasons: readonly string[]): PublicAddress => ({ ok: false, reasons });

const MISSING =
  'ROLLCALL_PUBLIC_URL is not set: the add-on runs on Google’s servers, and they call yours from the internet. Set it to your server’s public address, for example ROLLCALL_PUBLIC_URL=https://rollcall.your-company.com/ npm run build. (To try Rollcall without one: npm start.)';

const UNREADABLE =
  'ROLLCALL_PUBLIC_URL is not a web address: write it as a browser shows it, for example https://rollcall.your-company.com/.';

/** UrlFetch takes 2,082 with the path of a request. */
const MOST_CHARACTERS = 1_000;

/** The whole list at once, so that a person mends it in one go. */
function faultsOf(url: URL): string[] {
  const host = hostFault(bareName(url));
  return [...FAULTS.filter(({ has }) => has(url)).map(({ words }) => words), ...(host === null ? [] : [host])];
}

/** `new URL` drops an empty query or fragment from its fields, but not from the whole. */
const FAULTS: readonly { readonly has: (url: URL) => boolean; readonly words: string }[] = [
  {
    has: ({ protocol }) => protocol !== 'https:',
    words:
      'ROLLCALL_PUBLIC_URL begins with http: Google lets an add-on call https only, and keys would travel readable. Put TLS in front of the server and use its https address.',
  },
  {
    has: ({ username, password }) => username !== '' || password !== '',
    words:
      'ROLLCALL_PUBLIC_URL holds a user name or password: everyone who may see the script could read it. Leave it out; each sheet has a key of its own.',
  },
  {
    has: ({ href }) => /^[^#]*\?/.test(href),
    words: 'ROLLCALL_PUBLIC_URL has a query ("?…"): paths are added behind the address. End it with a slash.',
  },
  {
    has: ({ href }) => href.includes('#'),
    words: 'ROLLCALL_PUBLIC_URL has a fragment ("#…"), which no server ever sees. End the address with a slash.',
  },
  {
    has: ({ pathname }) => pathname.includes('*'),
    words:
      'ROLLCALL_PUBLIC_URL has a "*" in its path: an allowlist takes none there. Write the path of the server itself.',
  },
  {
    has: ({ href }) => href.length > MOST_CHARACTERS,
    words: `ROLLCALL_PUBLIC_URL is longer than ${MOST_CHARACTERS} characters: Google calls no address of much over 2,000, and paths are added to it. Choose a shorter one.`,
  },
];

/** `localhost.` is localhost. */
const bareName = (url: URL): string => url.hostname.replace(/\.$/, '');

function hostFault(name: string): string | null {
  const ip = name.replace(/^\[(.*)\]$/, '$1');
  if (isIP(ip) !== 0) return `${name} is ${addressKind(ip)}. ${NAME_NEEDED}`;
  if (name === 'localhost' || name.endsWith('.localhost'))
    return `${name} is the machine itself: Google’s servers call the address from the internet and would reach themselves. ${NAME_NEEDED}`;
  if (!name.includes('.')) return `${name} has no dot, so it is known in your own network only. ${NAME_NEEDED}`;
  const ending = LOCAL_ENDINGS.find((suffix) => name.endsWith(suffix));
  if (ending !== undefined) return `${name} ends in ${ending}, which no name on the internet does. ${NAME_NEEDED}`;
  return FULL_DOMAIN.test(name) ? null : `${name} is not a full domain name (no "*" and no empty part). ${NAME_NEEDED}`;
}

const NAME_NEEDED =
  'Give the server a name that the internet knows, with a certificate for it: your own domain, a hosting service’s, or a tunnel’s.';

/** RFC 6761, 6762, 8375 and 9476, and what routers and companies use at home. */
const LOCAL_ENDINGS = [
  ...['.local', '.internal', '.lan', '.home', '.home.arpa', '.corp', '.intranet', '.private', '.localdomain'],
  ...['.test', '.invalid', '.example', '.onion', '.alt'],
];

const FULL_DOMAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/** `new URL` has turned decimal, octal, hex and short spellings into plain ones; the list knows IPv4 inside IPv6. */
function addressKind(ip: string): string {
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  const known = KINDS.find(({ list }) => list.check(ip, family));
  return known === undefined
    ? 'a bare IP address, and Google’s allowlist takes a full domain name only'
    : `${known.kind}: Google’s servers call the address from the internet and cannot reach it`;
}

const KINDS = [
  kind('a loopback address, the machine itself', ['127.0.0.0/8', '::1/128']),
  kind('no address of a machine', ['0.0.0.0/8', '::/128']),
  kind('a private address of your own network', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']),
  kind('a link-local address, known on one cable only', ['169.254.0.0/16', 'fe80::/10']),
  kind('a shared address inside a provider’s network', ['100.64.0.0/10']),
];

function kind(words: string, subnets: readonly string[]) {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), net.includes(':') ? 'ipv6' : 'ipv4');
  }
  return { kind: words, list };
}
