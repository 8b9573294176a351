import type { KoaContextWithOIDC } from 'oidc-provider';

/** The library lists what it can do; hosts take the list for what they may ask. */
export async function trimMetadata(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  const { body } = ctx;
  if (typeof body !== 'object' || body === null || !('response_modes_supported' in body)) return;
  ctx.body = { ...body, response_modes_supported: ['query'] };
  ctx.set('cache-control', 'public, max-age=300');
}
