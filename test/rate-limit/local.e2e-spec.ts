import { LocalLimitStore } from '@app/rate-limit';
import { limiterContract } from './support/limiter-contract';

limiterContract(
  'memory',
  () => {
    let nowMs = 1_800_000_000_123;
    return {
      store: new LocalLimitStore(() => nowMs * 1000),
      advance: (ms) => (nowMs += ms),
      nowMs: () => nowMs,
    };
  },
  200,
);
