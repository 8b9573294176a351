import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { registered } from './support/connect';

const LIMIT = 20;

/** What makes the server keep or change something is counted whatever it answers; good answers alone stop nobody. */
describe('requests by which strangers make the authorization server work', () => {
  let t: TestApp;
  beforeEach(async () => {
    t = await createTestApp({ env: { RATE_LIMITS: `unauthenticated=${LIMIT}/3600` } });
  });
  afterEach(() => t.close());

  /** @returns the statuses before the address was told to wait */
  async function untilRefused(ask: () => Promise<{ status: number }>): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 0; n < 3 * LIMIT; n += 1) {
      const { status } = await ask();
      if (status === 429) return statuses;
      statuses.push(status);
    }
    throw new Error(`Nobody refused: ${statuses.join(' ')}`);
  }

  it('revocations', async () => {
    const host = await registered(t);
    const ask = () => host.form('/oauth/revoke', { token: 'x', client_id: host.clientId });
    expect(new Set(await untilRefused(ask))).toEqual(new Set([200]));
  });

  it('next steps of a request for access', async () => {
    const statuses = await untilRefused(() => t.rest('GET', '/oauth/authorize/nobody-has-this'));
    expect(statuses.length).toBeLessThanOrEqual(LIMIT + 2);
  });

  it('changes of a registration', async () => {
    const host = await registered(t);
    const headers = { authorization: 'Bearer wrong' };
    const ask = () => t.rest('GET', `/oauth/register/${host.clientId}`, { headers });
    expect(new Set(await untilRefused(ask))).toEqual(new Set([401]));
  });
});
