import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ApiException } from '@app/errors';
import { Access } from './access';
import type { AddressLimiter } from './address-limiter';
import { FailureCharge } from './authenticate/failure-charge';
import { setAuthentication } from './authentication';
import type { AuthFailure } from './authentication';
import { BearerGuard } from './bearer.guard';
import { aPrincipal, authConfig, StoppedClock } from './principal.spec-support';

const CHALLENGE =
  'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/v1/mcp", scope="mcp:read mcp:write"';

class Routes {
  @Access('public')
  open(): void {}

  @Access('session')
  dashboard(): void {}

  @Access('credential')
  operation(): void {}

  undecorated(): void {}
}

@Access('public')
class OpenRoutes {
  inherited(): void {}
}

function setUp(config = authConfig()) {
  const charges: string[] = [];
  const addresses: AddressLimiter = {
    blockedFor: () => 0,
    charge: (address) => Promise.resolve(void charges.push(address)),
    chargeSignIn: () => Promise.resolve(0),
  };
  const guard = new BearerGuard(
    new Reflector(),
    config,
    new FailureCharge(addresses),
    new StoppedClock(1_000_500),
  );
  const check = (request: Request, handler: () => void, type: object = Routes) =>
    guard.canActivate({
      getHandler: () => handler,
      getClass: () => type,
      switchToHttp: () => ({ getRequest: () => request }),
    } as unknown as ExecutionContext);
  const refusal = async (request: Request, handler = Routes.prototype.operation): Promise<ApiException> => {
    const thrown: unknown = await check(request, handler).catch((error: unknown) => error);
    if (!(thrown instanceof ApiException)) throw new Error('the guard let the request pass');
    return thrown;
  };
  return { check, refusal, charges };
}

const aRequest = (failure?: AuthFailure): Request => {
  const request = { ip: '192.0.2.1' } as Request;
  if (failure) setAuthentication(request, { failure });
  return request;
};

const authenticated = (type: 'api_key' | 'session' = 'api_key'): Request => {
  const request = { ip: '192.0.2.1' } as Request;
  const principal = aPrincipal();
  setAuthentication(request, { principal: { ...principal, credential: { ...principal.credential, type } } });
  return request;
};

describe('BearerGuard', () => {
  it('lets a Principal pass, and anybody where the route is public', async () => {
    const { check, charges } = setUp();
    expect(await check(authenticated(), Routes.prototype.operation)).toBe(true);
    expect(await check(aRequest(), Routes.prototype.open)).toBe(true);
    expect(await check(aRequest(), OpenRoutes.prototype.inherited, OpenRoutes)).toBe(true);
    expect(charges).toEqual([]);
  });

  it('A50: answers a request without credential with a challenge that names no error', async () => {
    const { refusal, charges } = setUp();
    const error = await refusal(aRequest({ reason: 'missing' }));
    expect([error.getStatus(), error.code]).toEqual([401, 'invalid_token']);
    expect(error.headers).toEqual({ 'www-authenticate': `Bearer ${CHALLENGE}`, 'cache-control': 'no-store' });
    expect(charges).toEqual(['192.0.2.1']);
  });

  it('is closed where a route has no decorator and authentication never ran', async () => {
    const { refusal } = setUp();
    expect((await refusal(aRequest(), Routes.prototype.undecorated)).getStatus()).toBe(401);
  });

  it('A50, A52: tells a bad credential so, and keeps the answer out of caches', async () => {
    const { refusal, charges } = setUp();
    const error = await refusal(aRequest({ reason: 'invalid', description: 'The credential is revoked' }));
    expect(error.getStatus()).toBe(401);
    expect(error.message).toBe('The credential is revoked.');
    expect(error.headers).toEqual({
      'www-authenticate': `Bearer error="invalid_token", error_description="The credential is revoked", ${CHALLENGE}`,
      'cache-control': 'no-store',
    });
    expect(charges).toEqual(['192.0.2.1']);
  });

  it('answers 503 and not 401 while the store is down, and charges nobody', async () => {
    const { refusal, charges } = setUp();
    const error = await refusal(aRequest({ reason: 'store_down' }));
    expect([error.getStatus(), error.code]).toEqual([503, 'unavailable']);
    expect(error.headers).toEqual({ 'retry-after': '2' });
    expect(charges).toEqual([]);
  });

  it('says what it was told to whoever has a good credential and no place here, and charges for it', async () => {
    const { refusal, charges } = setUp();
    const told = new ApiException('forbidden', { message: 'You are in no team.' });
    const error = await refusal(aRequest({ reason: 'refused', error: told }));
    expect([error.getStatus(), error.message, error.headers]).toEqual([403, 'You are in no team.', {}]);
    expect(charges).toEqual(['192.0.2.1']);
  });

  it('answers 429 to a blocked address, with one wait in all headers, rounded up', async () => {
    const { refusal, charges } = setUp();
    const error = await refusal(aRequest({ reason: 'address_limited', retryAfterMs: 1_200 }));
    expect([error.getStatus(), error.code]).toEqual([429, 'rate_limited']);
    expect(error.details).toMatchObject([{ field: 'bucket', code: 'unauthenticated' }]);
    expect(error.headers).toEqual({
      'cache-control': 'no-store',
      'retry-after': '2',
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1003',
      'ratelimit-policy': '"unauthenticated";q=600;w=60',
      ratelimit: '"unauthenticated";r=0;t=2',
    });
    expect(charges).toEqual([]);
  });

  it('leaves the draft headers out where they are switched off', async () => {
    const { refusal } = setUp(authConfig({ rateLimitDraftHeaders: false }));
    const { headers } = await refusal(aRequest({ reason: 'address_limited', retryAfterMs: 1 }));
    expect(Object.keys(headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
    expect(headers['retry-after']).toBe('1');
  });

  it('says 503, not 401, of a session that cannot be looked up, and 429 to an address that guesses', async () => {
    const { refusal } = setUp();
    const { dashboard } = Routes.prototype;
    expect((await refusal(aRequest({ reason: 'store_down' }), dashboard)).code).toBe('unavailable');
    const limited = aRequest({ reason: 'address_limited', retryAfterMs: 2_000 });
    expect((await refusal(limited, dashboard)).code).toBe('rate_limited');
  });

  it('takes only a browser session where the route asks for one', async () => {
    const { check, refusal } = setUp();
    expect(await check(authenticated('session'), Routes.prototype.dashboard)).toBe(true);
    const error = await refusal(authenticated('api_key'), Routes.prototype.dashboard);
    expect(error.getStatus()).toBe(401);
    expect(error.headers).toEqual({ 'cache-control': 'no-store' });
  });
});
