import { Logger } from '@nestjs/common';
import { LimiterOfAddresses } from './address-limiter.service';
import { CounterPlan } from './counter-plan';
import { Limiter } from './limiter';
import { LocalLimitStore } from './stores/local-limit.store';
import { RuleSet } from './rules/rule-set';

const limiterWith = (limit: number, limiter = new Limiter(new LocalLimitStore())) =>
  new LimiterOfAddresses(
    limiter,
    new CounterPlan({ defaultOf: () => ({ limit, windowSeconds: 60 }), rulesOf: () => new RuleSet([]) }),
  );

describe('LimiterOfAddresses', () => {
  afterEach(() => jest.restoreAllMocks());

  it('blocks an address once its bucket is empty, until a unit has refilled', async () => {
    let nowMs = 1_800_000_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
    const addresses = limiterWith(3);
    const waits = [];
    for (let request = 0; request < 3; request += 1) {
      waits.push(addresses.blockedFor('192.0.2.1'));
      await addresses.charge('192.0.2.1');
    }
    expect(waits).toEqual([0, 0, 0]);
    expect(addresses.blockedFor('192.0.2.1')).toBe(20_000);
    nowMs += 19_999;
    expect(addresses.blockedFor('192.0.2.1')).toBe(1);
    nowMs += 1;
    expect(addresses.blockedFor('192.0.2.1')).toBe(0);
  });

  it('blocks the whole /64 of an IPv6 address, and no other', async () => {
    const addresses = limiterWith(1);
    await addresses.charge('2001:db8::1');
    expect(addresses.blockedFor('2001:db8::ffff')).toBeGreaterThan(0);
    expect(addresses.blockedFor('2001:db8:0:1::1')).toBe(0);
  });

  it('never throws', async () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const broken = new Limiter({ consume: () => Promise.reject(new Error('broken')), peek: jest.fn() });
    await expect(limiterWith(1, broken).charge('192.0.2.1')).resolves.toBeUndefined();
    expect(error).toHaveBeenCalledWith('An address could not be charged: Error: broken');
  });

  describe('of tries to sign in', () => {
    const ADDRESS = '192.0.2.1';

    it('A55: counts per account and address, so that nobody locks others out from elsewhere', async () => {
      const addresses = limiterWith(2);
      expect(await addresses.chargeSignIn('a@acme.test', ADDRESS, true)).toBe(0);
      expect(await addresses.chargeSignIn('a@acme.test', ADDRESS, true)).toBe(0);
      expect(await addresses.chargeSignIn('a@acme.test', ADDRESS, true)).toBeGreaterThan(0);
      expect(await addresses.chargeSignIn('b@acme.test', ADDRESS, true)).toBe(0);
      expect(await addresses.chargeSignIn('a@acme.test', '192.0.2.2', true)).toBe(0);
    });

    it('A55: counts those of an account over all addresses, but not in browsers that know it', async () => {
      const addresses = limiterWith(3);
      const tryFrom = (place: number, isKnown = false) =>
        addresses.chargeSignIn('a@acme.test', `192.0.2.${place}`, isKnown);
      for (let place = 1; place <= 3; place += 1) expect(await tryFrom(place)).toBe(0);
      expect(await tryFrom(4)).toBeGreaterThan(0);
      expect(await tryFrom(5, true)).toBe(0);
      expect(await addresses.chargeSignIn('b@acme.test', '192.0.2.4', false)).toBe(0);
    });

    it('A55: ends the search for an account that has a certain password after ten times as many', async () => {
      const addresses = limiterWith(2);
      const waits = [];
      for (let n = 0; n < 21; n += 1)
        waits.push(await addresses.chargeSignIn(`person-${n}@acme.test`, ADDRESS, true));
      expect(waits.slice(0, 20)).toEqual(Array(20).fill(0));
      expect(waits[20]).toBeGreaterThan(0);
      expect(await addresses.chargeSignIn('person-21@acme.test', '192.0.2.2', true)).toBe(0);
    });
  });
});
