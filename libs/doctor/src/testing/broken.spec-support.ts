import type { Verdict } from '../outcome';
import type { Answer, Asked, Spoil } from './http-stub.spec-support';
import { PATH } from './good-server.spec-support';

/** A server that breaks one rule. */
export interface Broken {
  /** The check that must notice. */
  readonly id: string;
  readonly what: string;
  readonly verdict: Verdict;
  readonly spoil: Spoil;
  /** Other checks that rightly notice, too. */
  readonly also?: Readonly<Record<string, Verdict>>;
  /** Hosts that the finding names; left out where it concerns all. */
  readonly hosts?: readonly string[];
  /** What the sentence must say. */
  readonly says?: RegExp;
}

export const problemAt = (id: string, what: string, spoil: Spoil, more: Partial<Broken> = {}): Broken => ({
  id,
  what,
  verdict: 'problem',
  spoil,
  ...more,
});

export const warningAt = (id: string, what: string, spoil: Spoil, more: Partial<Broken> = {}): Broken => ({
  id,
  what,
  verdict: 'warning',
  spoil,
  ...more,
});

/** Spoils the answers of one path. */
export const at =
  (path: string | RegExp, spoil: Spoil): Spoil =>
  (answer, asked) => {
    const hit = typeof path === 'string' ? asked.path === path : path.test(asked.path);
    return hit ? spoil(answer, asked) : undefined;
  };

/** Spoils the refusals of the endpoint. */
export const refusal = (spoil: (header: string, asked: Asked) => string | string[] | undefined): Spoil =>
  at(PATH, (answer, asked) => {
    if (answer.status !== 401) return;
    const header = spoil(answer.headers['www-authenticate'] as string, asked);
    if (header === undefined) delete answer.headers['www-authenticate'];
    else answer.headers['www-authenticate'] = header;
  });

/** Spoils the body of both documents of the resource. */
export const resource = (spoil: (body: any, asked: Asked) => void): Spoil =>
  at(/oauth-protected-resource(\/v1\/mcp)?$/, (answer, asked) => {
    if (answer.status === 200) spoil(answer.body, asked);
  });

/** Spoils the body of both documents of the authorization server. */
export const issuer = (spoil: (body: any, asked: Asked) => void): Spoil =>
  at(/^\/\.well-known\/(oauth-authorization-server|openid-configuration)$/, (answer, asked) => {
    spoil(answer.body, asked);
  });

/** Spoils what comes for a JSON-RPC method, where the credential was taken. */
export const rpc = (method: string, spoil: Spoil, modern?: boolean): Spoil =>
  at(PATH, (answer, asked) => {
    const era = asked.json?.params?._meta !== undefined;
    if (answer.status === 401 || asked.json?.method !== method || (modern !== undefined && era !== modern))
      return;
    return spoil(answer, asked);
  });

/** Spoils the tools of every list. */
export const tools = (spoil: (tool: any, index: number) => void): Spoil =>
  rpc('tools/list', (answer) => {
    answer.body.result.tools.forEach(spoil);
  });

/** Spoils accepted registrations. */
export const registered = (spoil: (client: any, answer: Answer, asked: Asked) => void): Spoil =>
  at('/oauth/register', (answer, asked) => {
    if (answer.status === 201) spoil(answer.body, answer, asked);
  });

export const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>App</title>',
});

export const gone = (): Answer => ({ status: 404, headers: {}, body: { error: 'not_found' } });
