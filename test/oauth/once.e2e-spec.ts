import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AuthorizationServer } from '@app/oauth-server';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { registered } from './support/connect';
import { Person } from './support/person';

const AT_A_TIME = 20;

describe.each(DATABASES)('what works once, used many times at a time, on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ embedded });
  }, 120_000);
  afterAll(() => t.close());

  it('the way back from the pages leads on for one of them', async () => {
    const host = await registered(t);
    const person = new Person(t);
    const asked = await person.open(host.attempt().url);
    const page = new URL(asked.headers.get('location') ?? '', t.url);
    const wayBack = new URL(await person.respond(page), t.url);
    const cookie = person.jar.for(wayBack.pathname);
    const replies = await Promise.all(
      Array.from({ length: AT_A_TIME }, () => fetch(wayBack, { redirect: 'manual', headers: { cookie } })),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array<number>(AT_A_TIME - 1).fill(400)]);
  });

  it('an approval that comes too late brings nothing back', async () => {
    const host = await registered(t);
    const person = new Person(t);
    const pageOf = (reply: Response): URL => new URL(reply.headers.get('location') ?? '', t.url);
    const signIn = pageOf(await person.open(host.attempt().url));
    const consent = pageOf(await person.open(await person.respond(signIn)));
    // The second answer was begun before the first one led on, and is kept after it.
    const late = await t.get(AuthorizationServer).provider.interactionDetails(...person.visit(consent));
    const wayBack = await person.respond(consent);
    const first = await person.open(wayBack);
    expect(first.headers.get('location')).toContain('code=');
    late.result = late.result ?? { consent: {} };
    await expect(late.persist()).rejects.toThrow('invalid_request');
    expect((await person.open(wayBack)).status).toBe(400);
  });

  it('the proof of a client is taken from one of them', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const host = await registered(t, {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig' }] },
    });
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(host.clientId)
      .setSubject(host.clientId)
      .setAudience(t.url)
      .setIssuedAt()
      .setExpirationTime('1 minute')
      .sign(privateKey);
    const replies = await Promise.all(
      Array.from({ length: AT_A_TIME }, () =>
        host.form('/oauth/token', {
          grant_type: 'refresh_token',
          refresh_token: 'x',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        }),
      ),
    );
    const errors = replies.map(({ body }) => String(body.error)).sort();
    expect(errors).toEqual([...Array<string>(AT_A_TIME - 1).fill('invalid_client'), 'invalid_grant']);
  });
});
