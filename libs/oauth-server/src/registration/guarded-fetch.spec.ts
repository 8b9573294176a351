import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '@app/config';
import { FetchAway } from './fetch-away';
import type { FetchBudget } from './fetch-budget';
import { GuardedFetch } from './guarded-fetch';
import { asCaller, callerOf } from '../provider/caller';
import { PinnedClient } from './pinned-client';
import type { Answer } from './pinned-client';

describe('GuardedFetch', () => {
  const get = jest.fn((): Promise<Answer> =>
    Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') }),
  );
  const admits = jest.fn((_address: string) => Promise.resolve(true));
  let now: number;
  beforeEach(() => {
    get.mockClear();
    admits.mockClear();
    now = 1_000_000;
  });

  const guarded = (env: Record<string, string> = {}): GuardedFetch =>
    new GuardedFetch(loadConfig(env), { get }, { admits } as Partial<FetchBudget> as FetchBudget, {
      now: () => now,
    });
  /** As the library asks for documents. */
  const document: RequestInit = { redirect: 'manual' };
  const answer = (status: number): Answer => ({ status, headers: {}, body: Buffer.from('{}') });
  /** Answers that are on their way until the test lets them arrive. */
  const held = (): (() => void)[] => {
    const arrive: (() => void)[] = [];
    get.mockImplementation(() => new Promise<Answer>((resolve) => arrive.push(() => resolve(answer(200)))));
    return arrive;
  };
  afterEach(() => get.mockImplementation(() => Promise.resolve(answer(200))));

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

  it('asks for a document once per request, also where the library asks again', async () => {
    const fetcher = guarded();
    const url = 'https://93.184.215.14/client.json';
    await asCaller(callerOf('', ''), async () => {
      await fetcher.fetch(url, document);
      expect(await (await fetcher.fetch(url, document)).text()).toBe('{}');
    });
    expect(get).toHaveBeenCalledTimes(1);
    await asCaller(callerOf('', ''), () => fetcher.fetch(url, document));
    expect(get).toHaveBeenCalledTimes(2);
  });

  describe('of a key set', () => {
    const url = 'https://93.184.215.14/jwks';

    it.each([
      ['the answer', () => Promise.resolve(answer(200))],
      ['the refusal', () => Promise.resolve(answer(404))],
      ['the failure', () => Promise.reject(new Error('socket hang up'))],
    ])('keeps %s for a minute, for everybody', async (_, outcome) => {
      get.mockImplementation(outcome);
      const fetcher = guarded();
      const ask = (): Promise<unknown> =>
        asCaller(callerOf('', ''), () => fetcher.fetch(url).catch((error: unknown) => error));
      await Promise.all([ask(), ask(), ask()]);
      now += 59_000;
      await ask();
      expect(get).toHaveBeenCalledTimes(1);
      now += 2000;
      await ask();
      expect(get).toHaveBeenCalledTimes(2);
    });

    it('keeps no refusal that one caller earned', async () => {
      const fetcher = guarded();
      admits.mockResolvedValueOnce(false);
      await expect(fetcher.fetch(url)).rejects.toThrow(FetchAway);
      expect(get).not.toHaveBeenCalled();
      expect((await fetcher.fetch(url)).status).toBe(200);
    });
  });

  it('serves all who ask at a time with one request, also those who have had enough', async () => {
    const fetcher = guarded();
    admits.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    const url = 'https://93.184.215.14/jwks';
    const replies = await Promise.all([fetcher.fetch(url), fetcher.fetch(url)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(get).toHaveBeenCalledTimes(1);
  });

  it('charges the address for what it makes us ask, before, and for nothing that is known', async () => {
    get.mockImplementation(() => {
      expect(admits).toHaveBeenCalledWith('192.0.2.7');
      return Promise.resolve(answer(200));
    });
    const fetcher = guarded();
    await asCaller(callerOf('192.0.2.7', ''), async () => {
      await fetcher.fetch('https://93.184.215.14/jwks');
      await fetcher.fetch('https://93.184.215.14/jwks');
      await fetcher.fetch('https://93.184.215.14/client.json', document);
      await fetcher.fetch('https://93.184.215.14/client.json', document);
    });
    expect(admits).toHaveBeenCalledTimes(2);
  });

  it('asks one host for four things at a time, and keeps no refusal beyond', async () => {
    const arrive = held();
    const fetcher = guarded();
    const ask = (name: string): Promise<Response> => fetcher.fetch(`https://93.184.215.14/${name}`);
    const asked = ['a', 'b', 'c', 'd'].map(ask);
    await expect(ask('e')).rejects.toThrow(FetchAway);
    const elsewhere = fetcher.fetch('https://93.184.215.15/e');
    await new Promise(setImmediate);
    expect(get).toHaveBeenCalledTimes(5);
    for (const one of arrive) one();
    await Promise.all([...asked, elsewhere]);
    const later = ask('e');
    await new Promise(setImmediate);
    arrive.at(-1)?.();
    expect((await later).status).toBe(200);
  });

  it('asks for 32 things at a time in all', async () => {
    const arrive = held();
    const fetcher = guarded();
    const hosts = Array.from({ length: 32 }, (_, index) => `https://93.184.215.${index + 1}/jwks`);
    const asked = hosts.map((url) => fetcher.fetch(url));
    await expect(fetcher.fetch('https://93.184.216.1/jwks')).rejects.toThrow(FetchAway);
    await new Promise(setImmediate);
    for (const one of arrive) one();
    expect(await Promise.all(asked)).toHaveLength(32);
    get.mockResolvedValueOnce(answer(200));
    expect((await fetcher.fetch('https://93.184.216.1/jwks')).status).toBe(200);
  });

  it.each([
    ['a server error', () => Promise.resolve(answer(503))],
    ['a limit', () => Promise.resolve(answer(429))],
    ['no answer', () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))],
  ])('calls it away where %s comes', async (_, outcome) => {
    get.mockImplementation(outcome);
    await expect(guarded().fetch('https://93.184.215.14/jwks')).rejects.toThrow(FetchAway);
  });

  it.each([404, 410])('hands on that something is gone: %d', async (status) => {
    get.mockResolvedValueOnce(answer(status));
    expect((await guarded().fetch('https://93.184.215.14/jwks')).status).toBe(status);
  });

  it('does not call away what it refuses itself', async () => {
    const refusal = await guarded()
      .fetch('https://10.0.0.8/jwks')
      .catch((error: unknown) => error);
    expect(refusal).not.toBeInstanceOf(FetchAway);
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
