import { lookup as dnsLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { NoAnswer } from './no-answer.error';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** What never is an address on the internet: RFC 6890 and its IPv6 relatives. */
const special = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const) {
  special.addSubnet(net, bits, 'ipv6');
}

export type Reach = 'loopback' | 'private' | 'public';

/** @param address an IPv4 or IPv6 address without brackets; IPv4 in IPv6 clothes counts as IPv4 */
export function reachOfAddress(address: string): Reach {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (loopback.check(address, family)) return 'loopback';
  return special.check(address, family) ? 'private' : 'public';
}

/** @returns the hostname of a URL without the brackets of IPv6 */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

const resolve = (host: string): Promise<LookupAddress[]> =>
  new Promise((done, fail) => {
    dnsLookup(host, { all: true }, (error, found) => (error ? fail(error) : done(found)));
  });

/**
 * Where a host lives as seen from here; the nearest of its addresses counts.
 *
 * @throws the error of the resolver if the name has no address
 */
export async function reachOf(hostname: string): Promise<Reach> {
  const host = bareHost(hostname);
  const reaches = (isIP(host) ? [{ address: host }] : await resolve(host)).map(({ address }) =>
    reachOfAddress(address),
  );
  return (['loopback', 'private'] as const).find((reach) => reaches.includes(reach)) ?? 'public';
}

/**
 * Keeps a server on the internet from sending the doctor into the network it runs in: its metadata may name
 * any URL, and what the doctor sends there comes from inside.
 */
export class AddressGuard {
  constructor(private readonly target: Reach) {}

  /** @throws NoAnswer for an address literal that may not be asked */
  checkLiteral(hostname: string): void {
    const host = bareHost(hostname);
    if (isIP(host)) this.check(host, host);
  }

  /** For `http.request`: looks the name up and hands on checked addresses, so that nothing is looked up twice. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        try {
          found.forEach(({ address }) => this.check(hostname, address));
        } catch (error) {
          return callback(error as Error, '', 0);
        }
        if (options.all) return callback(null, found);
        return callback(null, found[0]!.address, found[0]!.family);
      },
      (error: Error) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };

  private check(host: string, address: string): void {
    if (this.target !== 'public' || reachOfAddress(address) === 'public') return;
    throw new NoAnswer(
      `A server on the internet names ${host}, an address inside a private network; the doctor does not go there, and no host could.`,
    );
  }
}
