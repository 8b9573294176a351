export { addressClassOf } from './address-class';
export type { AddressClass } from './address-class';
export { DnsResolver, HostResolver, SystemResolver } from './host-resolver';
export { parseUrl } from './parse-url';
