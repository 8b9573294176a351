import { createHmac } from 'node:crypto';
import type { Role } from '@app/auth';
import { WebhookSecrets } from '@app/public-api';
import {
  rotatedSecretReply,
  webhookSecretReply,
} from '../../libs/settings/src/webhook-secret/webhook-secret.schemas';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createReceiver } from '../webhooks/support/receiver';
import { clearDeliveries, emit, newSender } from '../webhooks/support/sending';
import { age, browserAs, browserOf, said } from './support';

const PATH = '/settings/webhook-secret';

describe.each(DATABASES)('the signing secret in the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded, env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
  }, 180_000);
  beforeEach(async () => {
    await app.database.query('delete from webhook_secrets');
  });
  afterAll(() => app.close());

  const as = (role: Role) => browserAs(app, role);
  const state = async () => webhookSecretReply.parse((await (await as('admin')).send('GET', PATH)).body);
  const rotate = async (role: Role = 'owner') =>
    rotatedSecretReply.parse((await (await as(role)).send('POST', `${PATH}/rotate`)).body);

  it('200: admins and owners see since when there is one, and make a new one', async () => {
    expect(await state()).toEqual({ webhook_secret: null });
    const first = await rotate('admin');
    expect(first.secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(first.webhook_secret.old_secret_until).toBeNull();
    expect(await state()).toEqual({ webhook_secret: first.webhook_secret });
    const second = await rotate('owner');
    expect(second.secret).not.toBe(first.secret);
    const left = Date.parse(second.webhook_secret.old_secret_until ?? '') - Date.now();
    expect(left).toBeGreaterThan(86_380_000);
    expect(left).toBeLessThan(86_420_000);
    const seen = await (await as('admin')).send('GET', PATH);
    expect(webhookSecretReply.parse(seen.body).webhook_secret).toEqual(second.webhook_secret);
    expect(seen.text).not.toContain(second.secret);
  });

  it('200: what is sent from then on is signed with both', async () => {
    const [first, second] = [await rotate(), await rotate()];
    const receiver = await createReceiver();
    try {
      await emit(app, receiver.url);
      await newSender(app).sendDue();
      const { headers, body } = receiver.received[0]!;
      const [time, ...marks] = String(headers['x-webhook-signature']).split(',');
      const markOf = (secret: string) =>
        `v1=${createHmac('sha256', secret)
          .update(`${time!.slice(2)}.${body}`)
          .digest('hex')}`;
      expect(marks).toEqual([markOf(second.secret), markOf(first.secret)]);
    } finally {
      await receiver.close();
      await clearDeliveries(app);
    }
  });

  it('is encrypted in the database; one that an older release wrote is encrypted when it is read', async () => {
    const stored = async (): Promise<string> => {
      const { rows } = await app.database.query('select secret, former_secret from webhook_secrets');
      return JSON.stringify(rows);
    };
    const secrets = app.get(WebhookSecrets);
    const { teamId } = app.world.acme;
    const [first, second] = [await rotate(), await rotate()];
    expect(await stored()).not.toContain('whsec_');
    expect(await secrets.signing(teamId)).toEqual([second.secret, first.secret]);
    await app.database.query('update webhook_secrets set secret = $1, former_secret = $2', [
      second.secret,
      first.secret,
    ]);
    expect(await secrets.signing(teamId)).toEqual([second.secret, first.secret]);
    expect(await stored()).not.toContain('whsec_');
    expect(await secrets.signing(teamId)).toEqual([second.secret, first.secret]);
  });

  it('403: asks for a recent proof of who it is; to look takes none', async () => {
    const browser = await as('owner');
    await age(browser, app, 16);
    expect(said(await browser.send('POST', `${PATH}/rotate`))).toEqual([403, 'step_up_required']);
    expect((await browser.send('GET', PATH)).body).toEqual({ webhook_secret: null });
  });

  it.each(['manager', 'builder', 'member', 'viewer'] as const)('403: the %s', async (role) => {
    const browser = await as(role);
    expect(said(await browser.send('GET', PATH))).toEqual([403, 'forbidden']);
    expect(said(await browser.send('POST', `${PATH}/rotate`))).toEqual([403, 'forbidden']);
  });

  it('is that of the team in which the session acts alone', async () => {
    await rotate();
    const stranger = await browserOf(app, app.world.globex.ownerId);
    expect((await stranger.send('GET', PATH)).body).toEqual({ webhook_secret: null });
  });

  it('leaves an entry in the log of calls, and the secret nowhere', async () => {
    const browser = await as('owner');
    const { secret } = rotatedSecretReply.parse((await browser.send('POST', `${PATH}/rotate`)).body);
    await app.flushAudit();
    const { rows } = await app.database.query(
      `select operation_id, status from audit_entries where credential_id = $1 and source = 'dashboard'`,
      [browser.session.id],
    );
    expect(rows).toEqual([{ operation_id: 'settings_rotate_webhook_secret', status: 200 }]);
    const all = await app.database.query('select * from audit_entries');
    expect(JSON.stringify([all.rows, app.logs])).not.toContain(secret);
  });
});
