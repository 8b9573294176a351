import { DiscoveryService } from '@nestjs/core';
import { collectRoutes } from '@app/permissions';
import { OPERATIONS_OF } from '@app/rate-limit';
import { createTestApp } from '../support/test-app';

describe('the operations of a bucket', () => {
  it('are those that a preview takes for it', async () => {
    const app = await createTestApp();
    const controllers = app
      .get(DiscoveryService)
      .getControllers()
      .map(({ metatype }) => metatype as abstract new () => object);
    const charged: Record<string, string[]> = {};
    for (const { policy } of collectRoutes(controllers)) {
      if (policy.kind === 'operation' && policy.bucket) (charged[policy.bucket] ??= []).push(policy.id);
    }
    await app.close();
    expect(charged).toEqual(OPERATIONS_OF);
  });
});
