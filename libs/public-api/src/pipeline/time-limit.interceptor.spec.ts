import type { ExecutionContext } from '@nestjs/common';
import { firstValueFrom, NEVER, of } from 'rxjs';
import { loadConfig } from '@app/config';
import { ApiException } from '@app/errors';
import { ROUTE_POLICY } from '@app/permissions';
import { setMcpTrace } from '@app/telemetry';
import { TimeLimitInterceptor } from './time-limit.interceptor';

function contextOf(options: { gone?: boolean; revision?: string }): ExecutionContext {
  const request = {};
  const handler = (): void => undefined;
  Reflect.defineMetadata(ROUTE_POLICY, { kind: 'operation', id: 'test' }, handler);
  if (options.revision) {
    setMcpTrace(request as never, {
      method: 'tools/call',
      revision: options.revision,
      clientName: undefined,
    });
  }
  const http = { getRequest: () => request, getResponse: () => ({ destroyed: options.gone ?? false }) };
  return { switchToHttp: () => http, getHandler: () => handler, getClass: () => Object } as never;
}

describe('TimeLimitInterceptor', () => {
  const interceptor = new TimeLimitInterceptor({ ...loadConfig({}), requestTimeoutMs: 30 });
  const served = { handle: jest.fn(() => of('reply')) };
  beforeEach(() => served.handle.mockClear());

  it('serves a caller who is there', async () => {
    await expect(firstValueFrom(interceptor.intercept(contextOf({}), served))).resolves.toBe('reply');
  });

  it('ends the wait at the time limit', async () => {
    const reply = firstValueFrom(interceptor.intercept(contextOf({}), { handle: () => NEVER }));
    await expect(reply).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '2' } });
  });

  it.each([{}, { revision: '2026-07-28' }])('does not begin for a caller who has left: %j', (call) => {
    expect(() => interceptor.intercept(contextOf({ ...call, gone: true }), served)).toThrow(ApiException);
    expect(served.handle).not.toHaveBeenCalled();
  });

  it('goes on for a client of a revision in which leaving is no cancellation', async () => {
    const context = contextOf({ gone: true, revision: '2025-11-25' });
    await expect(firstValueFrom(interceptor.intercept(context, served))).resolves.toBe('reply');
  });
});
