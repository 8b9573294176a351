import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { AddressLimiter } from '../address-limiter';
import type { ApiKeyUsage } from '../api-keys/api-key-usage';
import type { ApiKeyVerifier } from '../api-keys/api-key-verifier';
import { authFailureOf, principalOf } from '../authentication';
import type { VerifyOptions, VerifyResult } from '../credentials/token-verifier';
import { TokenVerifiers } from '../credentials/token-verifiers';
import { aPrincipal, authConfig, StoppedClock } from '../principal.spec-support';
import type { Principal } from '../principal';
import type { SessionCredential } from '../sessions/session-credential';
import { AuthenticateMiddleware } from './authenticate.middleware';
import { CredentialVerification } from './credential-verification';
import { FailureCharge } from './failure-charge';
import { LookupGate } from './lookup-gate';

const GOOD = 'duvo_live_good';
const REFUSED = { reason: 'invalid', description: expect.stringContaining('unknown, expired or revoked') };
const MALFORMED = { reason: 'invalid', description: expect.stringContaining('Bearer, one space') };

type Verify = (token: string, options: VerifyOptions) => VerifyResult | Promise<VerifyResult>;

/** Sessions by hash; what is in `known` is in memory too. A request offers one in a header, for short. */
interface Sessions {
  readonly known?: readonly string[];
  readonly find?: (hash: string) => Promise<Principal | undefined>;
}

function setUp(
  verify: Verify = (token) => (token === GOOD ? aPrincipal() : null),
  { known = [], find = () => Promise.resolve(undefined) }: Sessions = {},
) {
  const asked: string[] = [];
  const charges: string[] = [];
  const uses: string[] = [];
  const limiter = { blockedForMs: 0 };
  const addresses: AddressLimiter = {
    blockedFor: () => limiter.blockedForMs,
    charge: (address) => Promise.resolve(void charges.push(address)),
    chargeSignIn: () => Promise.resolve(0),
  };
  const apiKeys = {
    accepts: (token: string) => token.startsWith('duvo_'),
    verify: (token: string, options: VerifyOptions) => {
      asked.push(token);
      return verify(token, options);
    },
  } as ApiKeyVerifier;
  const usage = { note: (_principal: unknown, { ip }: { ip: string }) => void uses.push(ip) } as ApiKeyUsage;
  const others = new TokenVerifiers();
  const middleware = new AuthenticateMiddleware(
    new CredentialVerification(apiKeys, others),
    {
      offeredBy: ({ headers }: Request) => headers['x-session'],
      known: (hash: string) => (known.includes(hash) ? aPrincipal() : undefined),
      find,
    } as unknown as SessionCredential,
    new LookupGate(authConfig(), new StoppedClock()),
    new FailureCharge(addresses),
    usage,
  );
  const response = new EventEmitter();
  const run = async (authorization?: string, extra: object = {}) => {
    const request = { headers: { authorization }, ip: '192.0.2.1', ...extra } as unknown as Request;
    const passed = await new Promise((resolve) =>
      middleware.handle(request, response as unknown as Response, (error?: unknown) => resolve(error)),
    );
    expect(passed).toBeUndefined();
    return { principal: principalOf(request), failure: authFailureOf(request) };
  };
  return { run, asked, charges, uses, limiter, others, response };
}

beforeAll(() => Logger.overrideLogger(false));

describe('AuthenticateMiddleware', () => {
  it.each([`Bearer ${GOOD}`, `bearer ${GOOD}`, `BEARER ${GOOD}`])('A23: accepts "%s"', async (header) => {
    const { run, uses } = setUp();
    expect(await run(header)).toEqual({ principal: aPrincipal(), failure: undefined });
    expect(uses).toEqual(['192.0.2.1']);
  });

  it.each([
    ['two spaces', `Bearer  ${GOOD}`],
    ['trailing junk', `Bearer ${GOOD} junk`],
    ['Basic', 'Basic dXNlcjpwYXNz'],
    ['another scheme with the key', `Token ${GOOD}`],
    ['the key alone', GOOD],
    ['no credential', 'Bearer'],
    ['a tab', `Bearer\t${GOOD}`],
    ['a comma list', `Bearer ${GOOD}, Bearer ${GOOD}`],
  ])('A23: refuses %s as malformed, without asking the store', async (_, header) => {
    const { run, asked } = setUp();
    expect(await run(header)).toEqual({ principal: undefined, failure: MALFORMED });
    expect(asked).toEqual([]);
  });

  it.each([undefined, ''])('leaves "missing" where there is no header (%j)', async (header) => {
    const { run } = setUp();
    expect((await run(header)).failure).toEqual({ reason: 'missing' });
  });

  it.each([
    ['query', { query: { access_token: GOOD } }],
    ['body', { body: { access_token: GOOD } }],
  ])('A22: does not see a token in the %s', async (_, extra) => {
    const { run, asked } = setUp();
    expect((await run(undefined, extra)).failure).toEqual({ reason: 'missing' });
    expect((await run(`Bearer ${GOOD}`, extra)).principal).toEqual(aPrincipal());
    expect(asked).toEqual([GOOD]);
  });

  it('refuses a bad key, whether the answer comes at once or later', async () => {
    expect((await setUp(() => null).run('Bearer duvo_live_bad')).failure).toEqual(REFUSED);
    expect((await setUp(() => Promise.resolve(null)).run('Bearer duvo_live_bad')).failure).toEqual(REFUSED);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('connection refused'))],
    ['rejects with nothing', () => Promise.reject(undefined as unknown as Error)],
    [
      'throws',
      () => {
        throw new Error('connection refused');
      },
    ],
  ])('takes a verifier that %s for a store that is down', async (_, verify) => {
    expect((await setUp(verify).run(`Bearer ${GOOD}`)).failure).toEqual({ reason: 'store_down' });
  });

  it('hands tokens of other kinds to the verifier that takes them', async () => {
    const { run, others, asked } = setUp();
    expect((await run('Bearer opaque')).failure).toEqual(REFUSED);
    others.register({ accepts: (token) => token === 'opaque', verify: () => aPrincipal({ role: 'admin' }) });
    expect((await run('Bearer opaque')).principal).toMatchObject({ role: 'admin' });
    expect((await run('Bearer other')).failure).toEqual(REFUSED);
    expect(asked).toEqual([]);
  });

  describe('while the address is blocked', () => {
    it('A58: asks memory only, and lets a known credential pass', async () => {
      const options: VerifyOptions[] = [];
      const { run, limiter } = setUp((_, given) => {
        options.push(given);
        return aPrincipal();
      });
      limiter.blockedForMs = 1_500;
      expect((await run(`Bearer ${GOOD}`)).principal).toEqual(aPrincipal());
      expect(options).toEqual([{ ask: 'none' }]);
    });

    it('asks the store about credentials that were good before, for whoever shares the address', async () => {
      const options: VerifyOptions[] = [];
      const { run, limiter, charges } = setUp((_, given) => {
        options.push(given);
        return given.ask === 'known' ? aPrincipal() : null;
      });
      limiter.blockedForMs = 1_500;
      expect((await run(`Bearer ${GOOD}`)).principal).toEqual(aPrincipal());
      expect(options).toEqual([{ ask: 'none' }, { ask: 'known' }]);
      expect(charges).toEqual([]);
    });

    it.each([undefined, 'Basic x', 'Bearer duvo_live_bad'])(
      'answers "address_limited" to %j',
      async (header) => {
        const { run, limiter } = setUp();
        limiter.blockedForMs = 1_500;
        expect((await run(header)).failure).toEqual({ reason: 'address_limited', retryAfterMs: 1_500 });
      },
    );
  });

  describe('charging', () => {
    it('charges a bad credential before anything else happens to the request, and once', async () => {
      const { run, charges, response } = setUp();
      await run('Bearer duvo_live_bad');
      expect(charges).toEqual(['192.0.2.1']);
      response.emit('close');
      expect(charges).toEqual(['192.0.2.1']);
    });

    it.each([undefined, 'Basic x'])(
      'charges %j at the end of a request that no guard saw',
      async (header) => {
        const { run, charges, response } = setUp();
        await run(header);
        expect(charges).toEqual([]);
        response.emit('close');
        expect(charges).toEqual(['192.0.2.1']);
      },
    );

    it('charges nothing for a good credential, a blocked address or a store that is down', async () => {
      const { run, charges, limiter, response } = setUp();
      await run(`Bearer ${GOOD}`);
      limiter.blockedForMs = 1;
      await run('Bearer duvo_live_bad');
      limiter.blockedForMs = 0;
      const down = setUp(() => Promise.reject(new Error('down')));
      await down.run(`Bearer ${GOOD}`);
      response.emit('close');
      down.response.emit('close');
      expect([...charges, ...down.charges]).toEqual([]);
    });
  });

  describe('with a browser session', () => {
    const offer = { headers: { 'x-session': 'a' } };

    it('A71: accepts one that lives', async () => {
      const { run } = setUp(undefined, { find: () => Promise.resolve(aPrincipal()) });
      expect((await run(undefined, offer)).principal).toEqual(aPrincipal());
    });

    it('A71: refuses one that has ended like a request without any, and charges the address', async () => {
      const { run, charges } = setUp();
      expect(await run(undefined, offer)).toEqual({ principal: undefined, failure: { reason: 'missing' } });
      expect(charges).toEqual(['192.0.2.1']);
    });

    it('asks only memory while the address is blocked', async () => {
      const find = jest.fn(() => Promise.resolve(aPrincipal()));
      const { run, limiter } = setUp(undefined, { known: ['a'], find });
      limiter.blockedForMs = 1_000;
      expect((await run(undefined, offer)).principal).toEqual(aPrincipal());
      const other = await run(undefined, { headers: { 'x-session': 'b' } });
      expect(other.failure).toEqual({ reason: 'address_limited', retryAfterMs: 1_000 });
      expect(find).not.toHaveBeenCalled();
    });

    it('takes a store that is down for no answer', async () => {
      const { run, charges } = setUp(undefined, { find: () => Promise.reject(new Error('down')) });
      expect((await run(undefined, offer)).failure).toEqual({ reason: 'store_down' });
      expect(charges).toEqual([]);
    });
  });
});
