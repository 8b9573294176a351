export { DnsResolver, HostResolver, SystemResolver } from '@app/net';
