import { Controller, Get, Module, Param, Post, Body } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Surface } from '@app/permissions';
import { createPagesWorld } from '../oauth/pages/support/pages-world';
import type { PagesWorld } from '../oauth/pages/support/pages-world';
import { signIn } from '../oauth/pages/support/person';
import { signedIn } from '../sessions/support/signed-in';
import { until } from '../support/until';
import { storedEntries } from './support/trail';

const bodySchema = z.strictObject({ agent_id: z.uuid(), note: z.string() });

@Controller('v1/from-the-dashboard')
class DashboardController {
  @Get()
  @Surface({ id: 'look_at_things', access: 'session' })
  look(): object {
    return {};
  }

  @Post(':thing_id')
  @Surface({ id: 'change_thing', access: 'session' })
  change(@Param('thing_id') _thing: string, @Body({ schema: bodySchema }) _body: unknown): object {
    return {};
  }
}

@Module({ controllers: [DashboardController] })
class DashboardModule {}

describe('entries of what people do in a browser', () => {
  let world: PagesWorld;
  beforeAll(async () => {
    world = await createPagesWorld({ extraModules: [DashboardModule] });
  });
  afterAll(() => world.close());

  const entries = (operation: string) => storedEntries(world.app, sql`operation_id = ${operation}`);

  it('signing in, approving a host, signing out', async () => {
    const browser = world.browser();
    const host = await world.register();
    const consent = await world.askAndSignIn(browser, host);
    await browser.submit(consent, '/consent', { decision: 'approve', allow_changes: 'yes' });
    await browser.submit(await browser.open('/oauth/sign-out'), '/oauth/sign-out', {});
    const { teamId, userIds } = world.app.world.acme;
    const common = {
      team_id: teamId,
      user_id: userIds.owner,
      credential_type: 'session',
      source: 'dashboard',
      status: 200,
      ip: '127.0.0.1',
    };
    const [signIns, consents, signOuts] = [
      await entries('sign_in'),
      await entries('oauth_consent'),
      await entries('sign_out'),
    ];
    expect(signIns).toMatchObject([common]);
    expect(consents).toMatchObject([{ ...common, client_id: host.clientId }]);
    expect(signOuts).toMatchObject([common]);
    const sessions = [...signIns, ...consents, ...signOuts].map((entry) => entry.credential_id);
    expect(new Set(sessions).size).toBe(1);
  });

  it('signing in with a wrong password, in every team of the person; nothing for nobody', async () => {
    await world.app.database.handle.execute(sql`delete from audit_entries`);
    const browser = world.browser();
    const page = await world.ask(browser, await world.register());
    await signIn(browser, page, 'owner@globex.test', 'correct horse');
    await signIn(browser, page, 'nobody@globex.test', 'correct horse');
    const { acme, globex } = world.app.world;
    const stored = await until(async () => {
      const found = await entries('sign_in');
      return found.length >= 2 ? found : undefined;
    });
    expect(stored).toHaveLength(2);
    expect(stored.map((entry) => entry.team_id).sort()).toEqual([acme.teamId, globex.teamId].sort());
    expect(stored).toMatchObject(
      [1, 2].map(() => ({ user_id: globex.ownerId, status: 400, ip: '127.0.0.1' })),
    );
    expect(JSON.stringify(stored)).not.toContain('correct horse');
  });

  it('changes in the dashboard, not what is looked at', async () => {
    const { headers, session } = await signedIn(world.app, world.app.world.acme.userIds.owner);
    const [thing, agent] = [randomUUID(), randomUUID()];
    await world.app.rest('GET', '/v1/from-the-dashboard', { headers });
    const body = { agent_id: agent, note: 'nobody’s business' };
    const changed = await world.app.rest('POST', `/v1/from-the-dashboard/${thing}`, { headers, body });
    expect(changed.status).toBe(201);
    expect(await entries('look_at_things')).toEqual([]);
    const stored = await entries('change_thing');
    expect(stored).toMatchObject([
      {
        team_id: world.app.world.acme.teamId,
        credential_id: session.id,
        role: 'owner',
        source: 'dashboard',
        targets: { thing_id: thing, agent_id: agent },
        status: 201,
      },
    ]);
    expect(JSON.stringify(stored)).not.toContain('business');
  });

  it('changes that were refused', async () => {
    const { headers } = await signedIn(world.app, world.app.world.acme.userIds.owner);
    await world.app.database.handle.execute(sql`delete from audit_entries`);
    await world.app.rest('POST', `/v1/from-the-dashboard/${randomUUID()}`, { headers, body: {} });
    expect(await entries('change_thing')).toMatchObject([{ status: 400, error_code: 'invalid_request' }]);
  });
});
