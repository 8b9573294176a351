import { sql } from 'drizzle-orm';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import type { RestReply } from '../support/rest-client';
import { message } from './support/message';

const ORIGIN = 'https://api.example.com';
const METADATA = `resource_metadata="${ORIGIN}/.well-known/oauth-protected-resource/v1/mcp"`;
const NO_CREDENTIAL = `Bearer ${METADATA}, scope="mcp:read mcp:write"`;
const INSUFFICIENT = `Bearer error="insufficient_scope", scope="mcp:read mcp:write", ${METADATA}`;

/** Parameters of a challenge by name; their order means nothing. */
function parameters(challenge: string | null): Record<string, string> {
  expect(challenge).toMatch(/^Bearer /);
  return Object.fromEntries(
    [...(challenge ?? '').slice(7).matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>;
}

describe('authorization answers', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ env: { PUBLIC_URL: ORIGIN, ALLOWED_HOSTS: '127.0.0.1' } });
  });
  afterAll(() => test.close());

  const messages = () => [
    ...[
      'tools/list',
      'server/discover',
      'ping',
      'initialize',
      'notifications/initialized',
      'no-such-method',
    ].flatMap((method) => (['modern', 'legacy'] as const).map((era) => message(era, method))),
    message('modern', 'tools/call', { name: 'list_agents', arguments: {} }),
    message('legacy', 'tools/call', { name: 'create_agent', arguments: { nome: 1 } }),
  ];
  /** Every way to knock, as a function of the Authorization header. */
  const knocks = (authorization: string | undefined): Promise<RestReply>[] => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    return [
      ...messages().map((made) =>
        test.mcp.raw(JSON.stringify(made.body), { headers: { ...made.headers, ...headers } }),
      ),
      test.mcp.raw('not json', { headers }),
      test.rest('GET', '/v1/mcp', { headers }),
      test.rest('DELETE', '/v1/mcp', { headers }),
      test.rest('GET', '/v1/agents', { headers }),
      test.rest('DELETE', '/v1/skills/not-a-uuid', { headers }),
    ];
  };

  const expectFlat = (reply: RestReply, status: number, error: string) => {
    expect([reply.status, reply.body.error]).toEqual([status, error]);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(reply.body).sort()).toEqual(['error', 'message', 'request_id']);
    expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'));
  };

  it('no credential: a challenge without error, exactly', async () => {
    for (const reply of await Promise.all(knocks(undefined))) {
      expectFlat(reply, 401, 'invalid_token');
      expect(reply.headers.get('www-authenticate')).toBe(NO_CREDENTIAL);
    }
  });

  it.each([
    ['unknown', 'Bearer duvo_live_000000000000000000000000000000000000'],
    ['malformed', 'Bearer'],
    ['malformed', 'Bearer  two  spaces'],
    ['malformed', 'Basic dXNlcjpwYXNz'],
    ['malformed', 'duvo_live_000000000000000000000000000000000000'],
    ['a token of somebody else', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ])('%s key: the same plus error="invalid_token": %s', async (_, authorization) => {
    for (const reply of await Promise.all(knocks(authorization))) {
      expectFlat(reply, 401, 'invalid_token');
      const { error_description, ...rest } = parameters(reply.headers.get('www-authenticate'));
      expect(rest).toEqual({ ...parameters(NO_CREDENTIAL), error: 'invalid_token' });
      expect(error_description?.length).toBeGreaterThan(5);
      expect(error_description?.length).toBeLessThan(100);
    }
  });

  it.each(['revoked', 'expired'] as const)('%s key: the same plus error="invalid_token"', async (state) => {
    const { acme, newKey } = test.world;
    const key = state === 'revoked' ? acme.revokedKey : await newKey(acme.teamId, acme.userIds.owner);
    if (state === 'expired') {
      await test.database.handle.execute(
        sql`update api_keys set expires_at = now() - interval '1 second' where last4 = ${key.slice(-4)}`,
      );
    }
    for (const reply of await Promise.all(knocks(`Bearer ${key}`))) {
      expectFlat(reply, 401, 'invalid_token');
      expect(parameters(reply.headers.get('www-authenticate'))).toMatchObject({ error: 'invalid_token' });
    }
  });

  it('has one challenge per reply', async () => {
    for (const reply of await Promise.all(knocks(undefined))) {
      expect(reply.headers.get('www-authenticate')?.match(/Bearer /g)).toHaveLength(1);
    }
  });

  it('the credential is read from Authorization only', async () => {
    const key = test.world.acme.keys.owner;
    const made = message('modern', 'tools/list');
    const replies = await Promise.all([
      test.mcp.raw(JSON.stringify({ ...made.body, access_token: key }), { headers: made.headers }),
      test.mcp.raw(JSON.stringify(made.body), { headers: made.headers, query: `?access_token=${key}` }),
      test.mcp.raw(JSON.stringify(made.body), {
        headers: { ...made.headers, cookie: `access_token=${key}` },
      }),
      test.mcp.raw(JSON.stringify(made.body), { headers: { ...made.headers, 'x-api-key': key } }),
    ]);
    for (const reply of replies) expect(reply.status).toBe(401);
  });

  it('valid, but the tool needs a scope it lacks: 403 with all scopes of the operation', async () => {
    const key = test.world.acme.readOnlyKey;
    const body = { name: 'Out of scope' };
    const replies = [
      await test.rest('POST', '/v1/agents', { key, body }),
      await test.mcp.call('create_agent', body, { key }),
      await test.mcp.call('create_agent', body, { key, era: 'legacy' }),
      await test.mcp.call('create_agent', { nome: 1 }, { key }),
    ];
    for (const reply of replies) {
      expectFlat(reply, 403, 'insufficient_scope');
      expect(parameters(reply.headers.get('www-authenticate'))).toEqual(parameters(INSUFFICIENT));
    }
  });

  it('valid, scope present, but role or object permission missing: a result with isError', async () => {
    const { viewer, member } = test.world.acme.keys;
    const forbidden = await test.mcp.call('create_agent', { name: 'No' }, { key: viewer });
    const bank = { connection_id: (await bankPortal(test)) as string };
    const noGrant = await test.mcp.call('get_connection', bank, { key: member });
    for (const [reply, error] of [
      [forbidden, 'forbidden'],
      [noGrant, 'connection_forbidden'],
    ] as const) {
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([200, null]);
      expect(reply.result).toMatchObject({
        isError: true,
        structuredContent: { error, status: 403, retryable: false },
      });
    }
  });

  it('credential store unreachable: 503 with Retry-After, never 401', async () => {
    const { acme, newKey } = test.world;
    const key = await newKey(acme.teamId, acme.userIds.owner);
    await test.database.handle.execute(sql`alter table api_keys rename to api_keys_away`);
    try {
      for (const reply of await Promise.all(knocks(`Bearer ${key}`))) {
        expectFlat(reply, 503, 'unavailable');
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(reply.headers.get('www-authenticate')).toBeNull();
      }
    } finally {
      await test.database.handle.execute(sql`alter table api_keys_away rename to api_keys`);
    }
    expect((await test.rest('GET', '/v1/profile', { key })).status).toBe(200);
  });
});

async function bankPortal(test: TestApp): Promise<unknown> {
  const { body } = await test.rest('GET', '/v1/connections', { key: test.world.acme.keys.owner });
  return body.connections.find(({ name }: { name: string }) => name === 'Bank portal').id;
}
