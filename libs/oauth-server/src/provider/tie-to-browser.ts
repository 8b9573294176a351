import type { KoaContextWithOIDC } from 'oidc-provider';
import { FlowCookie } from './flow-cookie';
import { INTERACTION_PATH, OAUTH_ROUTES } from './routes';

const ASKED = new RegExp(`^${INTERACTION_PATH}/([^/?]+)$`);
const RESUMED = new RegExp(`^${OAUTH_ROUTES.authorization}/([^/?]+)$`);

/** Each step of a request for access is taken in the browser in which it began; see {@link FlowCookie}. */
export function tieToBrowser(publicUrl: string) {
  const flow = new FlowCookie(publicUrl);
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const [, resumed] = RESUMED.exec(ctx.path) ?? [];
    if (resumed !== undefined) {
      // The library then finds the request as little as in any browser that never began it.
      if (!flow.isIn(ctx.req, resumed)) delete ctx.req.headers.cookie;
      else ctx.append('set-cookie', flow.clear(resumed));
    }
    await next();
    const [, asked] = ASKED.exec(ctx.response.get('location')) ?? [];
    if (asked !== undefined) ctx.append('set-cookie', [...flow.makeRoom(ctx.req), flow.set(asked)]);
  };
}
