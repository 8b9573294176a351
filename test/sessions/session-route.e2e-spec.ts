import { Controller, Get, Module } from '@nestjs/common';
import { Surface } from '@app/permissions';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signedIn } from './support/signed-in';

@Controller('v1/for-browsers')
class ForBrowsersController {
  @Get()
  @Surface({ id: 'for_browsers', access: 'session' })
  answer(): { answered: true } {
    return { answered: true };
  }
}

@Module({ controllers: [ForBrowsersController] })
class ForBrowsersModule {}

describe('a route for browser sessions alone', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ extraModules: [ForBrowsersModule] });
  });
  afterAll(() => app.close());

  const get = (headers: Readonly<Record<string, string>>) => app.rest('GET', '/v1/for-browsers', { headers });

  it('takes a session', async () => {
    const { headers } = await signedIn(app, app.world.acme.userIds.viewer);
    const reply = await get(headers);
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: { answered: true } });
  });

  it.each(['alone', 'beside a session'])('refuses a key, %s, and says that it cannot help', async (how) => {
    const { headers } = await signedIn(app, app.world.acme.userIds.owner);
    const authorization = `Bearer ${app.world.acme.keys.owner}`;
    const reply = await get(how === 'alone' ? { authorization } : { ...headers, authorization });
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: 'invalid_token', message: expect.stringContaining('Sign in') });
    expect(reply.headers.get('www-authenticate')).toBeNull();
  });

  it('refuses whoever has nothing', async () => {
    expect((await get({})).status).toBe(401);
  });
});
