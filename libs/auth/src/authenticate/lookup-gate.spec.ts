import { authConfig, StoppedClock } from '../principal.spec-support';
import { LookupGate } from './lookup-gate';
import type { LookupPass } from './lookup-gate';

const ADDRESS = '192.0.2.1';

function setUp(limit: number) {
  const clock = new StoppedClock();
  const rateLimits = { ...authConfig().rateLimits, unauthenticated: { limit, windowSeconds: 60 } };
  const gate = new LookupGate(authConfig({ rateLimits }), clock);
  const passes: LookupPass[] = [];
  const ask = (address = ADDRESS) => void gate.enter(address).then((pass) => passes.push(pass));
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, gate, passes, ask, settled };
}

describe('LookupGate', () => {
  it('lets as many ask at once as may fail', async () => {
    const { passes, ask, settled } = setUp(3);
    for (let i = 0; i < 10; i += 1) ask();
    await settled();
    expect(passes).toHaveLength(3);
  });

  it('lets the next one in for each that succeeds', async () => {
    const { passes, ask, settled } = setUp(3);
    for (let i = 0; i < 10; i += 1) ask();
    await settled();
    for (let i = 0; i < 10; i += 1) {
      passes[i]?.leave(false);
      await settled();
    }
    expect(passes).toHaveLength(10);
  });

  it('takes failures from the room, and in the end lets one after the other ask', async () => {
    const { passes, ask, settled } = setUp(3);
    for (let i = 0; i < 10; i += 1) ask();
    await settled();
    for (let i = 0; i < 3; i += 1) passes[i]?.leave(true);
    await settled();
    expect(passes).toHaveLength(4);
    passes[3]?.leave(true);
    await settled();
    expect(passes).toHaveLength(5);
  });

  it('forgets failures after the window', async () => {
    const { clock, passes, ask, settled } = setUp(3);
    for (let i = 0; i < 3; i += 1) ask();
    await settled();
    for (let i = 0; i < 3; i += 1) passes[i]?.leave(true);
    clock.time += 60_000;
    for (let i = 0; i < 3; i += 1) ask();
    await settled();
    expect(passes).toHaveLength(6);
  });

  it.each([
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8::1', '2001:db8::ffff:1', true],
    ['2001:db8:0:0:1::', '2001:db8::2', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['', '', true],
  ])('%s and %s share room: %s', async (one, other, share) => {
    const { passes, ask, settled } = setUp(1);
    ask(one);
    ask(other);
    await settled();
    expect(passes).toHaveLength(share ? 1 : 2);
  });
});
