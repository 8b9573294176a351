import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '@app/config';
import { GuardedFetch } from './guarded-fetch';
import { asCaller, callerOf } from '../provider/caller';
import { PinnedClient } from './pinned-client';
import type { Answer } from './pinned-client';

describe('GuardedFetch', () => {
  const get = jest.fn((): Promise<Answer> =>
    Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') }),
  );
  beforeEach(() => get.mockClear());

  const guarded = (env: Record<string, string> = {}): GuardedFetch =>
    new GuardedFetch(loadConfig(env), { get });

  it.each([
    'https://127.0.0.1/client.json',
    'https://[::1]/client.json',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.8/client.json',
    'https://192.168.1.1/jwks',
    'https://[::ffff:127.0.0.1]/client.json',
    'https://0x7f000001/client.json',
    'https://2130706433/client.json',
    'http://93.184.215.14/client.json',
    'file:///etc/passwd',
    'https://localhost/client.json',
  ])('asks nothing of %s', async (url) => {
    await expect(guarded().fetch(url)).rejects.toThrow(/public|https|address/);
    expect(get).not.toHaveBeenCalled();
  });

  it('asks a public address, at the address that was checked', async () => {
    const { signal } = new AbortController();
    await guarded().fetch('https://93.184.215.14/client.json', { headers: { Accept: 'a/b' }, signal });
    expect(get).toHaveBeenCalledWith(
      new URL('https://93.184.215.14/client.json'),
      ['93.184.215.14'],
      { accept: 'a/b' },
      signal,
    );
  });

  it('asks once per request, also where the library asks again', async () => {
    const fetcher = guarded();
    const url = 'https://93.184.215.14/client.json';
    await asCaller(callerOf('', ''), async () => {
      await fetcher.fetch(url);
      expect(await (await fetcher.fetch(url)).text()).toBe('{}');
    });
    expect(get).toHaveBeenCalledTimes(1);
    await asCaller(callerOf('', ''), () => fetcher.fetch(url));
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('asks this machine while developing, but no metadata service', async () => {
    const developing = guarded({ OAUTH_METADATA_ALLOW_PRIVATE: 'on' });
    await developing.fetch('http://127.0.0.1:4000/client.json');
    expect(get).toHaveBeenCalledTimes(1);
    await expect(developing.fetch('http://169.254.169.254/')).rejects.toThrow('public');
  });
});

describe('PinnedClient', () => {
  let server: Server;
  const answers: RequestListener[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => answers.shift()?.(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  const get = (answer: RequestListener, signal?: AbortSignal): Promise<Answer> => {
    answers.push(answer);
    const { port } = server.address() as AddressInfo;
    const url = new URL(`http://client.example.com:${port}/client.json`);
    return new PinnedClient().get(url, ['127.0.0.1'], { accept: 'a/b' }, signal);
  };

  it('connects to the address it is given and names the host', async () => {
    const reply = await get((request, response) => {
      response
        .setHeader('cache-control', 'max-age=60')
        .end(`${request.headers.host} ${request.headers.accept}`);
    });
    expect(reply.body.toString()).toMatch(/^client\.example\.com:\d+ a\/b$/);
    expect(reply.headers['cache-control']).toBe('max-age=60');
  });

  it('goes nowhere else for a redirect', async () => {
    const reply = await get((_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(reply.status).toBe(302);
  });

  it('reads no more than 64 KiB', async () => {
    await expect(get((_, response) => response.end('x'.repeat(65 * 1024)))).rejects.toThrow('more than');
  });

  it('ends with the signal', async () => {
    await expect(get(() => undefined, AbortSignal.timeout(50))).rejects.toThrow(/abort|timeout/i);
  });

  it('says when the answer breaks off', async () => {
    const cut = get((_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('x');
      response.destroy();
    });
    await expect(cut).rejects.toThrow();
  });
});
