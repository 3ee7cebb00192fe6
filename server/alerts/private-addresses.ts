// Addresses that a webhook must not reach: this machine, the network behind it, and what clouds tell machines about themselves.
import { BlockList, isIP } from 'node:net';

/** IANA's registries of special-purpose addresses, and multicast. */
const RANGES = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Unspecified, loopback, and IPv4 in IPv6 of the old kind.
  ['::', 96],
  ['::ffff:0:0', 96],
  // Translated to IPv4, any of it.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

/** Apart, since a list takes an IPv4 address for one of IPv6 too. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix] of RANGES) blocked[family(network)].addSubnet(network, prefix, family(network));

/** True too for what is no address at all. */
export function isPrivate(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  return isIP(bare) === 0 || blocked[family(bare)].check(bare, family(bare));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
