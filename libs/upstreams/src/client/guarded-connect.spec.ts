import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { HostResolver } from '@app/net';
import { guardedConnector, isAllowedAddress } from './guarded-connect';

class Answers extends HostResolver {
  asked = 0;

  constructor(private readonly addresses: readonly string[][]) {
    super();
  }

  addressesOf(): Promise<string[]> {
    this.asked += 1;
    return Promise.resolve([...(this.addresses[this.asked - 1] ?? this.addresses.at(-1) ?? [])]);
  }
}

describe('isAllowedAddress', () => {
  it.each([
    ['93.184.215.14', true, true],
    ['127.0.0.1', false, true],
    ['10.0.0.1', false, true],
    ['::1', false, true],
    ['169.254.169.254', false, false],
    ['fd00:ec2::254', false, false],
    ['0.0.0.0', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['', false, false],
  ])('judges %s', (address, alone, withPrivate) => {
    expect([isAllowedAddress(address, false), isAllowedAddress(address, true)]).toEqual([alone, withPrivate]);
  });
});

describe('guardedConnector', () => {
  let server: Server;
  let port: string;
  let accepted: number;

  beforeAll(async () => {
    accepted = 0;
    server = createServer((socket) => {
      accepted += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = String((server.address() as AddressInfo).port);
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const connect = (resolver: HostResolver, allowPrivate: boolean, hostname = 'api.example.com') =>
    new Promise<string>((resolve) => {
      guardedConnector({ resolver, allowPrivate, timeoutMs: 2000 })(
        { hostname, protocol: 'http:', port },
        (...[error, socket]) => {
          socket?.destroy();
          resolve(error ? error.name : 'connected');
        },
      );
    });

  it('connects to an address that was checked', async () => {
    expect(await connect(new Answers([['127.0.0.1']]), true)).toBe('connected');
  });

  it.each([[['127.0.0.1']], [['93.184.215.14', '127.0.0.1']], [['169.254.169.254']]])(
    'refuses a name of which any address is not allowed: %j',
    async (addresses) => {
      const before = accepted;
      expect(await connect(new Answers([addresses]), false)).toBe('AddressNotAllowedError');
      expect(accepted).toBe(before);
    },
  );

  it('refuses metadata services even where private addresses are allowed', async () => {
    expect(await connect(new Answers([['169.254.169.254']]), true)).toBe('AddressNotAllowedError');
  });

  it('asks once per connection, so that a name cannot change between check and use', async () => {
    const resolver = new Answers([['127.0.0.1'], ['169.254.169.254']]);
    expect(await connect(resolver, true)).toBe('connected');
    expect(resolver.asked).toBe(1);
    expect(await connect(resolver, true)).toBe('AddressNotAllowedError');
  });

  it('looks at the address that a socket has, also if no name was resolved', async () => {
    expect(await connect(new Answers([]), false, '127.0.0.1')).toBe('AddressNotAllowedError');
  });

  it('says that a name has no address', async () => {
    expect(await connect(new Answers([[]]), true)).toBe('Error');
  });
});
