import type { Role } from '@app/auth';
import { connectionCheckReply } from '../../libs/settings/src/connection-check/connection-check.schemas';
import { signInAndConnect } from '../oauth/support/connect';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { addPerson } from './people';
import { browserAs, browserOf, said } from './support';

const PATH = '/settings/connection-check';

describe.each(DATABASES)('whether a host has connected, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, 180_000);
  afterAll(() => app.close());

  const now = (): string => new Date(Date.now() - 1000).toISOString();
  async function person(role: Role) {
    const made = await addPerson(app, app.world.acme.teamId, role);
    const browser = await browserOf(app, made.userId);
    const seen = async (since: string) => {
      await app.flushAudit();
      return connectionCheckReply.parse((await browser.send('GET', `${PATH}?since=${since}`)).body).call;
    };
    return { ...made, browser, seen };
  }

  it.each(['owner', 'member', 'viewer'] as const)('200: tells a %s of their own calls', async (role) => {
    const { key, seen } = await person(role);
    const since = now();
    expect(await seen(since)).toBeNull();
    await app.rest('GET', '/v1/agents', { key });
    expect(await seen(since)).toBeNull();
    await app.mcp.call('list_agents', {}, { key });
    expect(await seen(since)).toMatchObject({ operation_id: 'list_agents', status: 200 });
    await app.mcp.call('get_agent', { agent_id: 'x' }, { key });
    expect(await seen(since)).toMatchObject({ operation_id: 'get_agent', status: 400 });
    expect(await seen(new Date(Date.now() + 60_000).toISOString())).toBeNull();
  });

  it('200: of those of a connected app too', async () => {
    const since = now();
    const { accessToken } = await signInAndConnect(app);
    await app.mcp.call('list_agents', {}, { key: accessToken });
    await app.flushAudit();
    const { call } = connectionCheckReply.parse(
      (await (await browserAs(app, 'owner')).send('GET', `${PATH}?since=${since}`)).body,
    );
    expect(call).toMatchObject({ operation_id: 'list_agents', status: 200 });
  });

  it('200: of nobody else’s, and of no other team’s', async () => {
    const [one, other] = [await person('owner'), await person('member')];
    const since = now();
    await app.mcp.call('list_agents', {}, { key: other.key });
    expect(await one.seen(since)).toBeNull();
    await addPerson(app, app.world.globex.teamId, 'member', other.userId);
    const elsewhere = await browserOf(app, other.userId);
    await elsewhere.send('PUT', '/settings/current-team', { team_id: app.world.globex.teamId });
    await app.settled();
    expect((await elsewhere.send('GET', `${PATH}?since=${since}`)).body).toEqual({ call: null });
  });

  it.each(['', '?since=', '?since=yesterday', '?since=0000-01-01T00:00:00Z', `?since=${now()}&user_id=x`])(
    '400: %s',
    async (query) => {
      const reply = await (await browserAs(app, 'owner')).send('GET', `${PATH}${query}`);
      expect(said(reply)).toEqual([400, 'invalid_request']);
    },
  );
});
