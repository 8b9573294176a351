import { isIP } from 'node:net';
import { IPv4, IPv6 } from 'ipaddr.js';

/**
 * - `public`: anybody on the internet may be there.
 * - `private`: loopback and the private networks; allowed while developing.
 * - `special`: everything else, metadata services among them; never allowed.
 */
export type AddressClass = 'public' | 'private' | 'special';

/** Services of cloud providers that hand out credentials; those in link-local ranges are refused anyway. */
const METADATA = new Set(['168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']);

/** Benchmarks: https://www.rfc-editor.org/rfc/rfc2544 */
const BENCHMARKS = IPv4.parseCIDR('198.18.0.0/15');

/** The one block of IPv6 that is given out to the internet. https://www.iana.org/assignments/ipv6-unicast-address-assignments */
const GLOBAL_UNICAST = IPv6.parseCIDR('2000::/3');

/** Parts of it that are not. https://www.iana.org/assignments/iana-ipv6-special-registry */
const NOT_GLOBAL = [
  '2001::/23', // protocols, among them Teredo, ORCHID and benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which carries an IPv4 address
  '3fff::/20', // documentation
].map((range) => IPv6.parseCIDR(range));

/**
 * @param address IPv4 in dotted form or IPv6, as a resolver gives it out
 * @returns `special` for what is no address
 */
export function addressClassOf(address: string): AddressClass {
  const family = isIP(address);
  // A zone is for addresses of a local link.
  if (family === 0 || address.includes('%') || METADATA.has(address)) return 'special';
  return family === 4 ? classOfIPv4(IPv4.parse(address)) : classOfIPv6(address);
}

function classOfIPv4(address: IPv4): AddressClass {
  switch (address.range()) {
    case 'unicast':
      return address.match(BENCHMARKS) ? 'special' : 'public';
    case 'private':
    case 'loopback':
      return 'private';
    default:
      return 'special';
  }
}

function classOfIPv6(text: string): AddressClass {
  // The library does not read every form with a dotted end; a URL gives each address its one shortest form.
  const normal = new URL(`http://[${text}]`).hostname.slice(1, -1);
  if (METADATA.has(normal)) return 'special';
  const address = IPv6.parse(normal);
  switch (address.range()) {
    case 'uniqueLocal':
    case 'loopback':
      return 'private';
    case 'rfc6052':
      return behindNat64(address);
    default:
      return address.match(GLOBAL_UNICAST) && !NOT_GLOBAL.some((range) => address.match(range))
        ? 'public'
        : 'special';
  }
}

/**
 * A network without IPv4 reaches it through a translator, under addresses that end in the IPv4 one.
 * https://www.rfc-editor.org/rfc/rfc6052#section-2.1
 */
function behindNat64(address: IPv6): AddressClass {
  const embedded = address.toByteArray().slice(12).join('.');
  return addressClassOf(embedded) === 'public' ? 'public' : 'special';
}
