import { admitLoopbackTwins, twinOf } from './loopback-twins';

describe('twinOf', () => {
  it.each([
    ['http://127.0.0.1:33418/cb?x=1', 'http://localhost:33418/cb?x=1'],
    ['http://localhost/', 'http://127.0.0.1/'],
    ['http://localhost', 'http://127.0.0.1'],
  ])('%s', (uri, twin) => {
    expect(twinOf(uri)).toBe(twin);
  });

  it.each([
    'http://[::1]/cb',
    'https://localhost/cb',
    'cursor://localhost/cb',
    'http://localhost.evil.test/cb',
    'http://localhost@evil.test/cb',
    'http://localhost:1@evil.test/cb',
    'https://evil.test/?u=http://localhost/',
  ])('%s has none', (uri) => {
    expect(twinOf(uri)).toBeUndefined();
  });
});

describe('admitLoopbackTwins', () => {
  class Client {
    constructor(private readonly uris: readonly string[]) {}

    redirectUriAllowed(uri: string): boolean {
      return this.uris.includes(uri);
    }
  }
  admitLoopbackTwins(Client.prototype);

  it('lets each client use both names, and nothing else', () => {
    const one = new Client(['http://127.0.0.1/cb']);
    const other = new Client(['https://a.test/cb']);
    expect(one.redirectUriAllowed('http://127.0.0.1/cb')).toBe(true);
    expect(one.redirectUriAllowed('http://localhost/cb')).toBe(true);
    expect(one.redirectUriAllowed('http://localhost/other')).toBe(false);
    expect(other.redirectUriAllowed('http://localhost/cb')).toBe(false);
    expect(other.redirectUriAllowed('https://a.test/cb')).toBe(true);
  });
});
