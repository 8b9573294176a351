import type { TestApp } from '../../support/test-app';
import { Host, PUBLIC_CLIENT } from './host';
import type { Attempt, Tokens } from './host';
import { Person } from './person';
import type { Answer } from './person';

export interface ConnectOptions extends Answer {
  /** A host that is registered already; else one registers itself. */
  readonly host?: Host;
  /** Metadata of the registration. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** Parameters of the authorization request that differ from a good one. */
  readonly request?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A host that a person has connected. */
export interface Connection {
  readonly host: Host;
  readonly person: Person;
  readonly attempt: Attempt;
  readonly clientId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokens: Tokens;
}

/** Registers a host, lets a person sign in and approve, and redeems the code. */
export async function signInAndConnect(t: TestApp, options: ConnectOptions = {}): Promise<Connection> {
  const { host, person, attempt, callback } = await approve(t, options);
  const reply = await host.redeem(attempt, callback);
  if (reply.status !== 200) throw new Error(`the code was not redeemed: ${reply.text}`);
  const tokens = reply.body as Tokens;
  return {
    host,
    person,
    attempt,
    clientId: host.clientId,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? '',
    tokens,
  };
}

/** As far as the code: `callback` is where the browser was sent. */
export async function approve(
  t: TestApp,
  options: ConnectOptions = {},
): Promise<{ host: Host; person: Person; attempt: Attempt; callback: URL }> {
  const host = options.host ?? (await registered(t, options.client));
  const person = new Person(t, options);
  const attempt = host.attempt(options.request);
  return { host, person, attempt, callback: await person.go(attempt.url) };
}

/** @returns a host that has registered itself */
export async function registered(
  t: Pick<TestApp, 'url'>,
  client: Readonly<Record<string, unknown>> = {},
): Promise<Host> {
  const host = new Host(t.url);
  const reply = await host.register({ ...PUBLIC_CLIENT, ...client });
  if (reply.status !== 201) throw new Error(`the host was not registered: ${reply.text}`);
  return host;
}
