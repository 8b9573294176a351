import { loadConfig } from '@app/config';
import { GuardedFetch } from './guarded-fetch';

describe('GuardedFetch', () => {
  const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}'));
  beforeEach(() => fetched.mockClear());
  afterAll(() => fetched.mockRestore());

  const guarded = (env: Record<string, string> = {}): GuardedFetch => new GuardedFetch(loadConfig(env));

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
    expect(fetched).not.toHaveBeenCalled();
  });

  it('asks a public address, follows no redirect, and passes the dispatcher on', async () => {
    const dispatcher = { of: 'the library' } as never;
    await guarded().fetch('https://93.184.215.14/client.json', { redirect: 'follow', dispatcher });
    expect(fetched).toHaveBeenCalledWith(
      new URL('https://93.184.215.14/client.json'),
      expect.objectContaining({ redirect: 'manual', dispatcher }),
    );
  });

  it('asks this machine while developing, but no metadata service', async () => {
    const developing = guarded({ OAUTH_METADATA_ALLOW_PRIVATE: 'on' });
    await developing.fetch('http://127.0.0.1:4000/client.json', {
      dispatcher: 'ends local connections' as never,
    });
    expect(fetched.mock.calls[0]?.[1]).not.toHaveProperty('dispatcher');
    await expect(developing.fetch('http://169.254.169.254/')).rejects.toThrow('public');
  });
});
