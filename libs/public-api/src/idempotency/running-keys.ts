import { Injectable } from '@nestjs/common';
import { KeyInUseError } from './idempotency.repository';
import type { IdempotencyKey } from './idempotency.repository';

/**
 * Lets one call per key through at a time in this process. Waiting here costs nothing; waiting in the database
 * would hold a connection per waiter. Between replicas the row of the key does the same.
 */
@Injectable()
export class RunningKeys {
  private readonly running = new Map<string, Promise<unknown>>();

  /**
   * @param waitMs longest wait for the call before, in milliseconds
   * @throws KeyInUseError after `waitMs`
   */
  async alone<T>(id: IdempotencyKey, waitMs: number, work: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([id.credentialId, id.operationId, id.key]);
    const deadline = performance.now() + waitMs;
    for (let before = this.running.get(name); before; before = this.running.get(name)) {
      await endOf(before, deadline - performance.now());
    }
    const mine = work();
    this.running.set(name, mine);
    try {
      return await mine;
    } finally {
      this.running.delete(name);
    }
  }
}

async function endOf(before: Promise<unknown>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, waitMs));
  });
  const ended = before.then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  const first = await Promise.race([ended, tooLong]);
  clearTimeout(timer);
  if (first === 'late') throw new KeyInUseError();
}
