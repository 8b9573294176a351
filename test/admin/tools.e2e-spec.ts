import { ApiKeysService, AuthzInvalidation, ROLES, TeamMembers } from '@app/auth';
import type { Scope } from '@app/auth';
import { asTeamId } from '@app/database';
import { ToolCatalogue, ToolInspection } from '@app/mcp';
import { ServedRoutes } from '@app/permissions';
import { toolAccessReply } from '../../libs/admin/src/tools/tool-access.schemas';
import type { AccessCheck } from '../../libs/admin/src/tools/tool-access.schemas';
import { toolRequestReply } from '../../libs/admin/src/tools/tool-request.schemas';
import { toolsReply } from '../../libs/admin/src/tools/tools.schemas';
import { signInAndConnect } from '../oauth/support/connect';
import { addPerson } from '../settings/people';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { startUpstream } from '../upstreams/support/upstream-server';
import { createUpstreamApp, pets, upstreamFiles } from '../upstreams/support/upstream-app';
import { callTimes, dashboardAs, dashboardOf, freshKey } from './support/dashboard';
import type { Dashboard } from './support/dashboard';
import { findOut } from './support/tool-answers';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const SCOPE_SETS: Scope[][] = [['mcp:read'], ['mcp:write'], ['mcp:read', 'mcp:write']];

const listTools = async (admin: Dashboard, query: object = { limit: 200 }) => {
  const { status, body } = await admin('GET', '/tools', { query });
  expect(status).toBe(200);
  return toolsReply.parse(body);
};
const explain = async (admin: Dashboard, tool: string, credential: string) => {
  const { status, body } = await admin('GET', `/tools/${tool}/access`, { query: { credential } });
  expect([status, body.error]).toEqual([200, undefined]);
  return toolAccessReply.parse(body);
};
/** What the explanation says of every tool. */
const explainAll = async (app: TestApp, admin: Dashboard, credential: string) => {
  const said: Record<string, object> = {};
  for (const { name } of app.get(ToolInspection).all()) {
    const { listed, callable, callable_over_rest } = await explain(admin, name, credential);
    said[name] = { listed, callable, callable_over_rest };
  }
  return said;
};
const failed = (checks: readonly AccessCheck[]) =>
  checks.filter(({ passed }) => !passed).map(({ check }) => check);
const messageOf = (checks: readonly AccessCheck[], name: AccessCheck['check']) =>
  checks.find(({ check }) => check === name)?.message;
const makeKey = async (app: TestApp, userId: string, scopes?: Scope[]) => {
  const { apiKey, secret } = await app
    .get(ApiKeysService)
    .create(app.world.acme.teamId, { userId, name: 'Asked about', scopes });
  return { id: apiKey.id, secret };
};
const connectApp = async (app: TestApp, userId: string, scopes: Scope[]) => {
  const { accessToken } = await signInAndConnect(app, { userId, scopes });
  const { rows } = await app.database.query<{ id: string }>(
    'select id from connected_apps order by created_at desc limit 1',
  );
  return { id: rows[0]?.id ?? '', secret: accessToken };
};

jest.setTimeout(180_000);

describe('the tools, as admins see them', () => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp();
    admin = await dashboardAs(app, 'admin');
  });
  afterAll(() => app.close());

  describe('catalogue', () => {
    it('is what the owner is served, entry by entry, with the size of each', async () => {
      const { result } = await app.mcp.list({ key: app.world.acme.keys.owner });
      const { tools, total, tokens } = await listTools(admin);
      expect(
        tools.map(({ name, title, description, input_schema }) => ({
          name,
          title,
          description,
          input_schema,
        })),
      ).toEqual(
        result.tools.map(({ name, title, description, inputSchema }: any) => ({
          ...{ name, title, description },
          input_schema: inputSchema,
        })),
      );
      const sizes = result.tools.map((tool: object) =>
        Math.ceil(Buffer.byteLength(JSON.stringify(tool)) / 4),
      );
      expect(tools.map((tool) => tool.tokens)).toEqual(sizes);
      expect([total, tokens]).toEqual([
        tools.length,
        sizes.reduce((sum: number, size: number) => sum + size, 0),
      ]);
    });

    it('says for each what the policy of its route says', async () => {
      for (const tool of (await listTools(admin)).tools) {
        const { permission, scope, hint } = app.get(ServedRoutes).policyOf(tool.method, tool.path) ?? {};
        expect(tool).toMatchObject({ permission, scope, hint, shown: true, upstream: null });
        expect(tool.gate).toEqual({ passed: true, findings: [] });
        expect(tool.annotations.read_only).toBe(hint === 'R');
      }
    });

    it('names the roles that may call it, and how far that reaches', async () => {
      const { tools } = await listTools(admin, { name: 'update_agent' });
      expect(tools).toMatchObject([
        {
          permission: 'agents:update',
          toolsets: ['agents'],
          method: 'PATCH',
          path: '/v1/agents/{agent_id}',
          roles: [
            { role: 'owner', reach: 'any' },
            { role: 'admin', reach: 'any' },
            { role: 'manager', reach: 'any' },
            { role: 'builder', reach: 'own' },
          ],
        },
      ]);
    });

    it('is paged, searched, and filtered by toolset', async () => {
      const all = await listTools(admin);
      const page = await listTools(admin, { limit: 2, offset: 1 });
      expect(page).toMatchObject({ total: all.total, limit: 2, offset: 1, tools: all.tools.slice(1, 3) });
      const found = await listTools(admin, { search: ' Human  RESPOND ' });
      expect(found.tools.map(({ name }) => name)).toContain('respond_to_human_request');
      expect(found.total).toBeLessThan(all.total);
      const skills = await listTools(admin, { toolset: 'skills' });
      expect(skills.tools.every(({ toolsets }) => toolsets.includes('skills'))).toBe(true);
      expect(skills.toolsets).toEqual(all.toolsets);
      expect((await listTools(admin, { name: 'no_such_tool' })).total).toBe(0);
    });

    it.each([
      { limit: 0 },
      { limit: 201 },
      { offset: -1 },
      { search: '' },
      { toolset: '\u0000' },
      { more: 1 },
    ])('400 for %j', async (query) => {
      const { status, body } = await admin('GET', '/tools', { query });
      expect([status, body.error]).toEqual([400, 'invalid_request']);
      expect(body.details[0].field).toBe(Object.keys(query)[0]);
    });
  });

  describe('access', () => {
    it.each(ROLES)(
      'of keys of a %s is what the endpoints answer, tool by tool and scope by scope',
      async (role) => {
        for (const scopes of SCOPE_SETS) {
          const { id, secret } = await makeKey(app, app.world.acme.userIds[role], scopes);
          expect({ scopes, said: await explainAll(app, admin, id) }).toEqual({
            scopes,
            said: await findOut(app, secret),
          });
        }
      },
    );

    it.each([
      ['owner', ['mcp:read']],
      ['member', ['mcp:read']],
      ['builder', ['mcp:read', 'mcp:write']],
    ] as ['owner', Scope[]][])('of an app of a %s with %j is so too', async (role, scopes) => {
      const { id, secret } = await connectApp(app, app.world.acme.userIds[role], scopes);
      expect(await explainAll(app, admin, id)).toEqual(await findOut(app, secret));
    });

    it('names all checks in the order of the pipeline, and the remedy of each that failed', async () => {
      const { id } = await makeKey(app, app.world.acme.userIds.viewer, ['mcp:read']);
      const { credential, checks, ...rest } = await explain(admin, 'create_agent', id);
      expect(credential).toEqual({
        ...{ type: 'api_key', id, name: 'Asked about', role: 'viewer', scopes: ['mcp:read'] },
        user_id: app.world.acme.userIds.viewer,
      });
      expect(rest).toEqual({
        tool: 'create_agent',
        listed: false,
        callable: false,
        callable_over_rest: false,
      });
      expect(checks.map(({ check }) => check)).toEqual([
        'credential',
        'membership',
        'view_bound',
        'rate_limit',
        'scope',
        'permission',
      ]);
      expect(failed(checks)).toEqual(['scope', 'permission']);
      expect(messageOf(checks, 'scope')).toMatch(
        /needs the scope mcp:write; the key has mcp:read.*make another key/,
      );
      expect(messageOf(checks, 'permission')).toMatch(
        /role viewer lacks the permission agents:create, which owner, admin, manager, builder have/,
      );
    });

    it('says of a builder that some calls reach their own items alone', async () => {
      const { id } = await makeKey(app, app.world.acme.userIds.builder);
      const { checks, callable } = await explain(admin, 'update_agent', id);
      expect([callable, failed(checks)]).toEqual([true, []]);
      expect(messageOf(checks, 'permission')).toContain("on what is its owner's own");
    });

    it('says that an app lists a tool for which it can ask the scope', async () => {
      const { id } = await connectApp(app, app.world.acme.userIds.owner, ['mcp:read']);
      const { checks, listed, callable } = await explain(admin, 'create_agent', id);
      expect([listed, callable, failed(checks)]).toEqual([true, false, ['scope']]);
      expect(messageOf(checks, 'scope')).toMatch(/the app has mcp:read\. Let the host ask for it/);
    });

    it('says when a limit refuses the call, and because of which rule', async () => {
      const { id, secret } = await freshKey(app, 'member');
      const rule = { subject: 'api_key', subject_id: id, bucket: 'api', limit: 2, window_seconds: 60 };
      const made = (await admin('POST', '/rate-limit-rules', { body: rule })).body.rule;
      await until(async () => ((await callTimes(app, secret, 1))[0] === 429 ? true : undefined));
      const { checks, callable, listed } = await explain(admin, 'list_agents', id);
      expect([listed, callable, failed(checks)]).toEqual([true, false, ['rate_limit']]);
      expect(messageOf(checks, 'rate_limit')).toMatch(
        /bucket api is used up until .*2 per minute because of rule/,
      );
      expect(messageOf(checks, 'rate_limit')).toContain(made.id);
      await admin('DELETE', `/rate-limit-rules/${made.id}`);
      await until(async () => ((await explain(admin, 'list_agents', id)).callable ? true : undefined));
      expect(await callTimes(app, secret, 1)).toEqual([200]);
    });

    it('asks nothing of the limits of the credential', async () => {
      const { id, secret } = await freshKey(app, 'member');
      const left = async () =>
        Number((await app.rest('GET', '/v1/roles', { key: secret })).headers.get('x-ratelimit-remaining'));
      const before = await left();
      for (let n = 0; n < 5; n += 1) await explain(admin, 'list_agents', id);
      expect(await left()).toBe(before - 1);
    });

    const DEAD: [string, (key: { id: string; userId: string }) => Promise<unknown>, string[], RegExp][] = [
      [
        'that was revoked',
        ({ id }) => app.get(ApiKeysService).revoke(app.world.acme.teamId, id),
        ['credential'],
        /revoked at .* Make another key/,
      ],
      [
        'that has expired',
        ({ id }) => app.database.query(`update api_keys set expires_at = now() where id = $1`, [id]),
        ['credential'],
        /expired at .* Make another key/,
      ],
      [
        'of a disabled account',
        ({ userId }) => app.database.query('update users set disabled_at = now() where id = $1', [userId]),
        ['credential'],
        /account of its owner is disabled/,
      ],
      [
        'of somebody who left',
        ({ userId }) => app.get(TeamMembers).remove(app.world.acme.teamId, userId),
        ['credential', 'membership', 'permission'],
        /no longer in the team/,
      ],
    ];
    it.each(DEAD)('of a key %s is none', async (_what, end, reasons, message) => {
      const { userId } = await addPerson(app, app.world.acme.teamId, 'builder');
      const { id, secret } = await makeKey(app, userId);
      expect((await explain(admin, 'list_agents', id)).callable).toBe(true);
      await end({ id, userId });
      app.get(AuthzInvalidation).changed(`user:${userId}`);
      const { checks, ...rest } = await explain(admin, 'list_agents', id);
      expect(rest).toMatchObject({ listed: false, callable: false, callable_over_rest: false });
      expect(failed(checks)).toEqual(reasons);
      expect(checks.map((check) => check.message).join(' ')).toMatch(message);
      expect(await callTimes(app, secret, 1)).toEqual([401]);
    });

    it('of a key that was rotated is that of its new secret, and says until when the old one was taken', async () => {
      const { userIds, teamId } = app.world.acme;
      const { id, secret } = await makeKey(app, userIds.owner);
      const rotation = { id, userId: userIds.owner, oldValidSeconds: 0 };
      const made = await app.get(ApiKeysService).rotate(teamId, rotation);
      const { checks, callable } = await explain(admin, 'list_agents', id);
      expect(callable).toBe(true);
      expect(messageOf(checks, 'credential')).toMatch(/its old secret is taken until .* and no longer/);
      expect(await callTimes(app, secret, 1)).toEqual([401]);
      expect(await callTimes(app, made?.secret ?? '', 1)).toEqual([200]);
    });

    it('of an app that was disconnected is none', async () => {
      const { id, secret } = await connectApp(app, app.world.acme.userIds.owner, ['mcp:read', 'mcp:write']);
      expect((await explain(admin, 'list_agents', id)).callable).toBe(true);
      expect((await admin('DELETE', `/connected-apps/${id}`)).status).toBe(200);
      const { checks, callable } = await explain(admin, 'list_agents', id);
      expect([callable, failed(checks)]).toEqual([false, ['credential']]);
      expect(messageOf(checks, 'credential')).toMatch(/disconnected at .*Connect it again/);
      expect(await callTimes(app, secret, 1)).toEqual([401]);
    });

    it('404: credentials of another team are none that exist, nor are their tools', async () => {
      const { acme, globex } = app.world;
      const { id: ours } = await makeKey(app, acme.userIds.owner);
      const { id: ourApp } = await connectApp(app, acme.userIds.owner, ['mcp:read']);
      const stranger = await dashboardOf(app, globex.ownerId);
      for (const id of [ours, ourApp, UNKNOWN_ID]) {
        const { status, body } = await stranger('GET', '/tools/list_agents/access', {
          query: { credential: id },
        });
        expect([status, body.error]).toEqual([404, 'not_found']);
        expect(body.message).toBe(`There is no API key and no connected app ${id} in this team.`);
      }
      const unknown = await admin('GET', '/tools/no_such_tool/access', { query: { credential: ours } });
      expect([unknown.status, unknown.body.message]).toEqual([404, 'There is no tool "no_such_tool".']);
    });

    it.each([{}, { credential: 'x' }, { credential: '' }, { credential: UNKNOWN_ID, more: 1 }])(
      '400 for %j',
      async (query) => {
        const { status, body } = await admin('GET', '/tools/list_agents/access', { query });
        expect([status, body.error]).toEqual([400, 'invalid_request']);
      },
    );

    it.each(['%00', '..%2f..', 'x'.repeat(200)])('a tool called %s is a clear error', async (name) => {
      const { status } = await admin('GET', `/tools/${name}/access`, { query: { credential: UNKNOWN_ID } });
      expect([400, 404]).toContain(status);
    });
  });
});

describe('the tools of a server with a bound, as admins see them', () => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp({ env: { MCP_BOUND: 'readonly=1&toolsets=agents,skills' } });
    admin = await dashboardAs(app, 'admin');
  });
  afterAll(() => app.close());

  it('are all there, marked by whether hosts are shown them', async () => {
    const { tools } = await listTools(admin);
    const { result } = await app.mcp.list({ key: app.world.acme.keys.owner });
    expect(tools.filter(({ shown }) => shown).map(({ name }) => name)).toEqual(
      result.tools.map(({ name }: { name: string }) => name),
    );
    expect(tools.length).toBeGreaterThan(result.tools.length);
  });

  it.each(['owner', 'member'] as const)('are explained to be callable over REST alone: %s', async (role) => {
    const { id, secret } = await makeKey(app, app.world.acme.userIds[role]);
    expect(await explainAll(app, admin, id)).toEqual(await findOut(app, secret));
    const { checks } = await explain(admin, 'list_queues', id);
    expect(failed(checks)).toEqual(['view_bound']);
    expect(messageOf(checks, 'view_bound')).toMatch(/MCP_BOUND.*call it over REST/);
  });
});

describe('the tools of a key with a bound, as admins see them', () => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp();
    admin = await dashboardAs(app, 'admin');
  });
  afterAll(() => app.close());

  it('are explained to be callable over REST alone where the bound keeps them', async () => {
    const { id, secret } = await makeKey(app, app.world.acme.userIds.member);
    await app.get(ApiKeysService).setMcpBound(asTeamId(app.world.acme.teamId), id, 'toolsets=agents,runs');
    expect(await explainAll(app, admin, id)).toEqual(await findOut(app, secret));
    const { checks } = await explain(admin, 'list_queues', id);
    expect(failed(checks)).toEqual(['view_bound']);
    expect(messageOf(checks, 'view_bound')).toMatch(/bound of the key.*Widen it under API keys/);
    expect(failed((await explain(admin, 'list_agents', id)).checks)).toEqual([]);
  });
});

describe('the tools of an upstream, as admins see them', () => {
  const files = upstreamFiles();
  let app: TestApp;
  let admin: Dashboard;
  let close: () => Promise<void>;
  let seen: () => readonly unknown[];
  beforeAll(async () => {
    const upstream = await startUpstream();
    seen = () => upstream.seen;
    close = upstream.close;
    files.write([pets(upstream.url, { bucket: { limit: 1, windowSeconds: 3600 } })]);
    app = await createUpstreamApp(files, { alone: 'the tools are reloaded in one process' });
    admin = await dashboardAs(app, 'admin');
  });
  afterAll(async () => {
    await app.close();
    await close();
    files.remove();
  });

  it('stand beside ours, with their policy, whatever their path looks like', async () => {
    const { tools } = await listTools(admin, { search: 'pets_' });
    const names = app.get(ToolCatalogue).tools.map(({ name }) => name);
    expect(tools.map(({ name }) => name)).toEqual(names.filter((name) => name.startsWith('pets_')));
    expect(tools.find(({ name }) => name === 'pets_getReport')).toMatchObject({
      ...{ upstream: 'pets', permission: 'agents:read', scope: 'mcp:read', hint: 'R', toolsets: ['pets'] },
      path: '/v1/upstreams/pets/reports/{name}.csv',
    });
  });

  it('are written as the REST request that a call stands for, which is not made', async () => {
    const written = async (tool: string, args: object) =>
      admin('POST', `/tools/${tool}/request`, { body: { arguments: args } });
    const get = await written('pets_listPets', { limit: 5, filter: { kind: 'ö' } });
    expect(toolRequestReply.parse(get.body).request).toEqual({
      method: 'GET',
      path: '/v1/upstreams/pets/pets',
      query: 'filter%5Bkind%5D=%C3%B6&limit=5',
      headers: {},
      body: null,
      body_encoding: null,
    });
    const post = await written('pets_createPet', { name: 'Rex', age: 3 });
    expect(toolRequestReply.parse(post.body).request).toEqual({
      method: 'POST',
      path: '/v1/upstreams/pets/pets',
      query: '',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Rex","age":3}',
      body_encoding: null,
    });
    expect(seen()).toEqual([]);
    const refused = await written('pets_listPets', { limits: 5 });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
    expect(refused.body.details).toEqual([
      {
        field: 'limits',
        code: 'unrecognized_keys',
        message: 'Unknown argument "limits". Did you mean "limit"?',
      },
    ]);
    expect((await written('nothing', {})).status).toBe(404);
  });

  it('are explained by their own permission and bucket', async () => {
    const { id, secret } = await makeKey(app, app.world.acme.userIds.member);
    expect(failed((await explain(admin, 'pets_createPet', id)).checks)).toEqual(['permission']);
    expect(failed((await explain(admin, 'pets_getPet', id)).checks)).toEqual([]);
    expect((await app.rest('GET', '/v1/upstreams/pets/pets', { key: secret })).status).toBe(200);
    const { checks } = await explain(admin, 'pets_getPet', id);
    expect(failed(checks)).toEqual(['rate_limit']);
    expect(messageOf(checks, 'rate_limit')).toContain('upstream_pets');
    expect((await app.rest('GET', '/v1/upstreams/pets/pets/1', { key: secret })).status).toBe(429);
    expect((await app.rest('GET', '/v1/agents', { key: secret })).status).toBe(200);
  });

  it('say what hosts would refuse them for', async () => {
    const catalogue = app.get(ToolCatalogue);
    const guests = catalogue.tools.filter(({ name }) => name.startsWith('pets_'));
    catalogue.setGuests(guests.map((tool) => (tool.name === 'pets_getPet' ? { ...tool, title: '' } : tool)));
    const { tools } = await listTools(admin, { search: 'pets_get' });
    expect(tools.find(({ name }) => name === 'pets_getPet')?.gate).toEqual({
      passed: false,
      findings: ['safe', 'full-2020-12'].map((profile) => ({
        ...{ profile, rule: 5, pointer: '/title', message: 'The title is empty.' },
      })),
    });
    expect(tools.find(({ name }) => name === 'pets_getReport')?.gate.passed).toBe(true);
  });
});
