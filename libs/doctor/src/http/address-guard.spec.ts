import { AddressGuard, reachOfAddress } from './address-guard';
import { HttpClient } from './http-client';

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.8.8.8', 'loopback'],
    ['::1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['169.254.169.254', 'private'],
    ['192.168.0.1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['fd00::1', 'private'],
    ['fe80::1', 'private'],
    ['93.184.215.14', 'public'],
    ['2606:2800:21f::1', 'public'],
  ])('%s is %s', (address, reach) => {
    expect(reachOfAddress(address)).toBe(reach);
  });
});

describe('a server on the internet', () => {
  const client = new HttpClient({ timeoutMs: 1_000, maxBytes: 1_000 }, new AddressGuard('public'));
  afterAll(() => client.close());

  it.each([
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest/',
    'http://[::1]:1/',
    'http://localhost:1/',
  ])('cannot send the doctor to %s', async (url) => {
    await expect(client.send({ url })).rejects.toThrow(/inside a private network/);
  });
});

describe('a server on this machine', () => {
  it('may name addresses on this machine', async () => {
    const client = new HttpClient({ timeoutMs: 1_000, maxBytes: 1_000 }, new AddressGuard('loopback'));
    await expect(client.send({ url: 'http://127.0.0.1:1/' })).rejects.toThrow(/connection was refused/);
    client.close();
  });
});
