import type { KoaContextWithOIDC } from 'oidc-provider';
import { parseUrl } from '@app/net';
import { askingAppOf } from '../pages/asking-app';
import { renderErrorPage, setPageHeaders } from '../pages';
import { currentCaller } from './caller';
import { toInteractionClient } from './interaction-view';
import { OAUTH_ROUTES } from './routes';

/**
 * Anybody may register a website as a client. Were an error sent there before a person has done anything, our
 * address would lead whoever follows a link of a stranger to the stranger's site; so it is shown, and the person
 * goes on if they choose to (https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2). Programs on the person's own
 * machine, and clients that the operator has set up, get theirs.
 *
 * `prompt=none` is no exception: it asks for an approval without a person, and there is none.
 */
export async function holdErrors(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  const target = parseUrl(ctx.response.get('location'));
  // Some response types that we do not know answer in the fragment.
  const answer = new URLSearchParams(target?.search || target?.hash.slice(1));
  const error = answer.get('error');
  // What comes later, at the same path with the request's id, follows an answer of the person.
  if (!target || !error || ctx.path !== OAUTH_ROUTES.authorization || !ctx.oidc.client) return;
  const app = askingAppOf(toInteractionClient(ctx.oidc.client, target.href));
  if (app.way !== 'website' || !app.isUnverified) return;
  ctx.remove('location');
  ctx.status = 400;
  setPageHeaders(ctx.res, true);
  ctx.body = renderErrorPage({
    title: 'Your app sent a request that cannot be completed',
    message: `Nothing was approved. The app wants you to go on to ${app.returnsTo}; do so only if that is where you came from.`,
    detail: [error, answer.get('error_description')].filter(Boolean).join(': '),
    onward: { host: app.returnsTo, url: target.href },
    requestId: currentCaller().requestId,
  });
}
