import type { TestApp } from '../../../support/test-app';
import type { Host, Reply } from '../../support/host';
import { Person } from '../../support/person';

type Fields = NonNullable<Parameters<Host['attempt']>[0]>;

/**
 * Lets a person approve a host that waits at one of its redirect URIs, and redeems the code.
 * @returns where the browser ended, and the reply of the token endpoint
 */
export async function connectThrough(
  t: TestApp,
  host: Host,
  redirectUri: string,
  { request = {}, token = {} }: { readonly request?: Fields; readonly token?: Fields } = {},
): Promise<{ callback: URL; reply: Reply }> {
  const attempt = host.attempt({ redirect_uri: redirectUri, ...request });
  const callback = await new Person(t).go(attempt.url);
  return { callback, reply: await host.redeem(attempt, callback, token) };
}
