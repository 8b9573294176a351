import { lookup } from 'node:dns/promises';
import https from 'node:https';
import { warnUnsafe } from '../../apps/api/src/start/unsafe-settings';
import { DnsResolver, HostResolver } from '../../libs/public-api/src/webhooks/host-resolver';
import { TargetCheck } from '../../libs/public-api/src/webhooks/target-check';
import { WebhookTargets } from '../../libs/public-api/src/webhooks/webhook-targets.service';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { certificateFor } from './support/certificates';
import { createReceiver } from './support/receiver';
import type { Receiver } from './support/receiver';
import { clearDeliveries, deliveriesOf, emit, hurry, newSender } from './support/sending';

const PUBLIC = '93.184.215.14';

/** Says one thing after another about any name; the last one from then on. */
function saying(...answers: string[][]) {
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    addressesOf: () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]!),
  };
}

describe('where webhooks are sent', () => {
  let test: TestApp;
  let receiver: Receiver;

  beforeAll(async () => {
    test = await createTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
  });
  beforeEach(async () => {
    receiver = await createReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await clearDeliveries(test);
  });
  afterAll(() => test.close());

  it('is not a private address, to which the name has moved since the run was started', async () => {
    const resolver = saying([PUBLIC], ['127.0.0.1']);
    const url = 'https://rebind.example/';
    await new TargetCheck(resolver, false).check(url, new AbortController().signal);
    await emit(test, url);
    await newSender(test, { resolver, allowPrivate: false }).sendDue();
    expect(resolver.asked).toBe(2);
    expect((await deliveriesOf(test))[0]).toMatchObject({
      status: 'pending',
      attempts: 1,
      lastStatus: null,
      lastError:
        'target not allowed: must lead to a host that the public DNS knows, and to public addresses alone',
    });
  });

  it.each([
    ['one of several addresses is private', [PUBLIC, '10.0.0.1']],
    ['the address is IPv4 in IPv6', ['::ffff:127.0.0.1']],
    ['the name has no address any more', []],
  ])('is nowhere if %s', async (_, addresses) => {
    await emit(test, 'https://changed.example/');
    await newSender(test, { resolver: saying(addresses), allowPrivate: false }).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({
      attempts: 1,
      lastError: expect.stringMatching(/^target not allowed/),
    });
  });

  it('is not inside though the URL was stored while the development switch was on', async () => {
    await emit(test, receiver.url);
    await newSender(test, { allowPrivate: false }).sendDue();
    await hurry(test);
    await emit(test, receiver.url.replace('http:', 'https:'));
    await newSender(test, { allowPrivate: false }).sendDue();
    expect((await deliveriesOf(test)).map(({ status: state, attempts }) => [state, attempts])).toEqual([
      ['pending', 2],
      ['pending', 1],
    ]);
    expect(receiver.received).toHaveLength(0);
  });

  it('is the checked address alone: the connection asks for the name no more', async () => {
    // No name server knows the name, so only a pinned connection can arrive.
    const name = 'pinned.invalid';
    await expect(lookup(name)).rejects.toThrow();
    const resolver = saying(['127.0.0.1'], [PUBLIC]);
    await emit(test, `http://${name}:${receiver.port}/x`);
    await newSender(test, { resolver }).sendDue();
    expect(resolver.asked).toBe(1);
    expect(receiver.received.map(({ headers }) => headers.host)).toEqual([`${name}:${receiver.port}`]);
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'delivered' });
  });

  it('is the next checked address if one does not listen', async () => {
    await emit(test, `http://two.invalid:${receiver.port}/`);
    await newSender(test, { resolver: saying(['127.0.0.2', '127.0.0.1']) }).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'delivered' });
  });

  describe('over TLS', () => {
    const name = 'hooks.example';
    const own = certificateFor(name);
    let secure: Receiver;

    beforeEach(async () => {
      secure = await createReceiver(own);
    });
    afterEach(() => secure.close());

    const sendTo = async (host: string, ca?: string): Promise<string | null | undefined> => {
      await emit(test, `https://${host}:${secure.port}/`);
      await newSender(test, { resolver: saying(['127.0.0.1']), ca }).sendDue();
      return (await deliveriesOf(test)).at(-1)?.lastError;
    };

    it('is whoever has a certificate for the name', async () => {
      expect(await sendTo(name, own.cert)).toBeNull();
      expect(secure.received.map(({ headers }) => headers.host)).toEqual([`${name}:${secure.port}`]);
    });

    it('is nobody with a certificate for another name', async () => {
      expect(await sendTo('other.example', own.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
      expect(secure.received).toHaveLength(0);
    });

    it('is nobody whose certificate is not trusted', async () => {
      expect(await sendTo(name)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(secure.received).toHaveLength(0);
    });

    it('does not depend on NODE_TLS_REJECT_UNAUTHORIZED, which an explicit option outweighs', async () => {
      const request = jest.spyOn(https, 'request');
      await sendTo(name);
      expect(request.mock.calls).toEqual([
        [expect.any(URL), expect.objectContaining({ rejectUnauthorized: true })],
      ]);
      request.mockRestore();
    });
  });
});

describe('the development switch', () => {
  it.each([
    ['off', false],
    ['on', true],
  ])('warns at boot when it is %s: %s', async (value, warns) => {
    const test = await createTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: value } });
    try {
      const judged = test.get(WebhookTargets).requireAllowed('http://127.0.0.1:4000/');
      if (warns) await judged;
      else await expect(judged).rejects.toMatchObject({ code: 'webhook_url_not_allowed' });
      expect(test.get(HostResolver) instanceof DnsResolver).toBe(!warns);
      const warnings: unknown[] = [];
      warnUnsafe(test.config, { warn: (...line: unknown[]) => warnings.push(line) } as never);
      expect(JSON.stringify(warnings).includes('WEBHOOK_ALLOW_PRIVATE is on')).toBe(warns);
    } finally {
      await test.close();
    }
  });
});
