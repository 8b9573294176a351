import type { UserDirectory } from '@app/auth';
import { loadConfig } from '@app/config';
import { DemoHint } from './demo-hint.service';

const hintFor = async (env: Record<string, string>, people: readonly string[] = ['owner@acme.test']) => {
  const users = { byEmail: (email: string) => Promise.resolve(people.includes(email) ? {} : undefined) };
  return (await new DemoHint(users as unknown as UserDirectory, loadConfig(env)).text())?.toString();
};

describe('DemoHint', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'helps whoever tries the product out at %s',
    async (publicUrl) => {
      expect(await hintFor({ PUBLIC_URL: publicUrl })).toContain('owner@acme.test');
    },
  );

  it('says nothing on a server that others can reach', async () => {
    expect(await hintFor({ PUBLIC_URL: 'https://duvo.example.com' })).toBeUndefined();
  });

  it('says nothing where the demo people do not exist, or are not wanted', async () => {
    expect(await hintFor({ PUBLIC_URL: 'http://localhost:3000' }, [])).toBeUndefined();
    expect(await hintFor({ PUBLIC_URL: 'http://localhost:3000', DEMO_DATA: 'off' })).toBeUndefined();
  });
});
