import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { DnsResolver, SystemResolver } from './host-resolver';

const A = 1;
const AAAA = 28;
const NAME_ERROR = 3;
const quiet = new AbortController().signal;

/** A name server in a few lines. https://www.rfc-editor.org/rfc/rfc1035#section-4 */
function reply(
  query: Buffer,
  records: Readonly<Record<string, Record<number, number[][]>>>,
): Buffer | undefined {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join('.').toLowerCase();
  if (name === 'silent.test') return undefined;
  const type = query.readUInt16BE(at + 1);
  const found = records[name]?.[type] ?? [];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8180 + (records[name] ? 0 : NAME_ERROR), 2);
  header.writeUInt16BE(found.length, 6);
  header.fill(0, 8);
  const answers = found.map((bytes) =>
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]),
  );
  return Buffer.concat([header, query.subarray(12, at + 5), ...answers]);
}

describe('DnsResolver', () => {
  let socket: Socket;
  let resolver: DnsResolver;

  beforeAll(async () => {
    const records = {
      'both.test': {
        [A]: [
          [93, 184, 215, 14],
          [8, 8, 8, 8],
        ],
        [AAAA]: [[0x26, 6, 0x47, 0, ...Array<number>(11).fill(0), 1]],
      },
      'four.test': { [A]: [[10, 0, 0, 1]] },
      'six.test': { [AAAA]: [[...Array<number>(15).fill(0), 1]] },
    };
    socket = createSocket('udp4');
    socket.on('message', (query, from) => {
      const answer = reply(query, records);
      if (answer) socket.send(answer, from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    resolver = new DnsResolver([`127.0.0.1:${socket.address().port}`]);
  });

  afterAll(() => void socket.close());

  it('finds every address, IPv4 first', async () => {
    expect(await resolver.addressesOf('both.test', quiet)).toEqual([
      '93.184.215.14',
      '8.8.8.8',
      '2606:4700::1',
    ]);
  });

  it.each([
    ['four.test', ['10.0.0.1']],
    ['six.test', ['::1']],
  ])('finds the addresses of %s, which has one family', async (name, addresses) => {
    expect(await resolver.addressesOf(name, quiet)).toEqual(addresses);
  });

  it('finds none for a name that is not there', async () => {
    expect(await resolver.addressesOf('nowhere.test', quiet)).toEqual([]);
  });

  it('ends when it is told to', async () => {
    const begun = performance.now();
    expect(await resolver.addressesOf('silent.test', AbortSignal.timeout(100))).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1500);
  });

  it('asks nobody when it is too late', async () => {
    expect(await resolver.addressesOf('four.test', AbortSignal.abort())).toEqual([]);
  });
});

describe('SystemResolver', () => {
  it('knows this machine', async () => {
    expect(await new SystemResolver().addressesOf('localhost', quiet)).toContain('127.0.0.1');
  });

  it('finds none for a name that is not there, or when it is too late', async () => {
    expect(await new SystemResolver().addressesOf('nowhere.invalid', AbortSignal.timeout(2000))).toEqual([]);
    expect(await new SystemResolver().addressesOf('localhost', AbortSignal.abort())).toEqual([]);
  });
});
