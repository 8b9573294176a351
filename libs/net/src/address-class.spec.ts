import fc from 'fast-check';
import { addressClassOf } from './address-class';

const octet = fc.integer({ min: 0, max: 255 });
const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const ipv4 = (...parts: (number | fc.Arbitrary<number>)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'number' ? fc.constant(part) : part)))
    .map((octets) => octets.join('.'));
const ipv6 = (prefix: string, groups: number) =>
  fc
    .tuple(...Array.from({ length: groups }, () => group))
    .map((rest) => [prefix, ...rest].filter((part) => part !== '').join(':'));
const between = (min: number, max: number) => fc.integer({ min, max });

describe('addressClassOf', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
    '2001:200::1',
    '64:ff9b::8.8.8.8',
  ])('calls %s public', (address) => {
    expect(addressClassOf(address)).toBe('public');
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['10/8', '10.0.0.0'],
    ['10/8', '10.255.255.255'],
    ['172.16/12', '172.16.0.0'],
    ['172.16/12', '172.31.255.255'],
    ['192.168/16', '192.168.0.1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456:789a::1'],
  ])('calls %s private: %s', (_, address) => {
    expect(addressClassOf(address)).toBe('private');
  });

  it.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['unspecified', '::'],
    ['link-local and metadata', '169.254.169.254'],
    ['link-local', '169.254.0.1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['metadata', '168.63.129.16'],
    ['metadata', 'fd00:ec2::254'],
    ['metadata, spelled out', 'fd00:0ec2:0:0:0:0:0:0254'],
    ['metadata', 'fd20:ce::254'],
    ['metadata', '100.100.100.200'],
    ['metadata', '192.0.0.192'],
    ['carrier-grade NAT', '100.64.0.0'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['protocol assignments', '192.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['benchmark', '198.18.0.1'],
    ['benchmark', '198.19.255.255'],
    ['benchmark', '2001:2::1'],
    ['6to4 relay', '192.88.99.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['multicast', 'ff02::1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['6to4', '2002:7f00:1::'],
    ['6to4 of a public address', '2002:808:808::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ORCHID', '2001:20::1'],
    ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 of a private address', '64:ff9b::a00:1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['NAT64 of a local network', '64:ff9b:1::808:808'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped metadata', '::ffff:a9fe:a9fe'],
    ['IPv4-mapped public address', '::ffff:8.8.8.8'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-compatible public address', '::8.8.8.8'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['discard', '100::1'],
    ['segment routing', '5f00::1'],
    ['unassigned', '4000::1'],
    ['no address', ''],
    ['no address', 'localhost'],
    ['no address', '127.1'],
    ['no address', '0x7f000001'],
    ['no address', '[::1]'],
  ])('calls %s special: %s', (_, address) => {
    expect(addressClassOf(address)).toBe('special');
  });

  it('lets nothing of a range that is not public be public', () => {
    const inner = fc.oneof(
      ipv4(0, octet, octet, octet),
      ipv4(10, octet, octet, octet),
      ipv4(100, between(64, 127), octet, octet),
      ipv4(127, octet, octet, octet),
      ipv4(169, 254, octet, octet),
      ipv4(172, between(16, 31), octet, octet),
      ipv4(192, 0, 0, octet),
      ipv4(192, 168, octet, octet),
      ipv4(198, between(18, 19), octet, octet),
      ipv4(between(224, 255), octet, octet, octet),
    );
    const outer = fc.oneof(
      inner,
      inner.map((address) => `::ffff:${address}`),
      inner.map((address) => `::${address}`),
      inner.map((address) => `64:ff9b::${address}`),
      ipv6('fc00', 7),
      ipv6('fdff', 7),
      ipv6('fe80', 7),
      ipv6('febf', 7),
      ipv6('fec0', 7),
      ipv6('ff0e', 7),
      ipv6('2001:db8', 6),
      ipv6('2001:0', 6),
      ipv6('2002', 7),
      ipv6('3fff:0', 6),
    );
    fc.assert(fc.property(outer, (address) => addressClassOf(address) !== 'public'));
  });

  it('calls no IPv6 address outside 2000::/3 public but translated ones', () => {
    const first = fc
      .integer({ min: 0, max: 0xffff })
      .filter((value) => value >> 13 !== 1 && value !== 0x64)
      .map((value) => value.toString(16));
    const address = fc.tuple(first, ipv6('', 7)).map(([head, rest]) => `${head}:${rest}`);
    fc.assert(fc.property(address, (text) => addressClassOf(text) !== 'public'));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => addressClassOf(text).length > 0));
  });
});
