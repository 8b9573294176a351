import { parseUrl } from '@app/net';
import { NotTried, skipped } from '../outcome';
import type { Session } from '../session';
import { asText, asTexts, words } from '../support/json';
import type { JsonObject } from '../support/json';
import { challengeParam, isOpen } from './endpoint.facts';
import { documentAt } from './document';
import type { Document } from './document';

const NAME = 'oauth-protected-resource';

/** Where hosts look first (RFC 9728, 3.1). */
export const pathDocument = (session: Session): Promise<Document> =>
  documentAt(session, session.target.wellKnown(NAME));

/** Where hosts look that drop the path. */
export const rootDocument = (session: Session): Promise<Document> =>
  documentAt(session, session.target.wellKnown(NAME, ''));

/** @returns the document the challenge names, or undefined if it names none that could be fetched */
export async function challengedDocument(session: Session): Promise<Document | undefined> {
  const url = await challengeParam(session, 'resource_metadata');
  return url !== undefined && /^https?:\/\//.test(url) && parseUrl(url)
    ? documentAt(session, url)
    : undefined;
}

/** @returns the first of the three that a host can use, or undefined */
export function resourceMetadata(session: Session): Promise<JsonObject | undefined> {
  return session.once('resource metadata', async () => {
    const named = await challengedDocument(session).catch(() => undefined);
    if (named?.json) return named.json;
    const inserted = await pathDocument(session);
    return inserted.json ?? (await rootDocument(session)).json;
  });
}

/** @throws NotTried if the server needs no sign-in or has no such document */
export async function requireResourceMetadata(session: Session): Promise<JsonObject> {
  await requireSignIn(session);
  const metadata = await resourceMetadata(session);
  if (!metadata) throw new NotTried(skipped('There is no resource metadata to look at (see prm-path).'));
  return metadata;
}

/** @throws NotTried if everybody may use the server, so that no host ever begins to sign in */
export async function requireSignIn(session: Session): Promise<void> {
  if (!(await isOpen(session)) || (await resourceMetadata(session)) !== undefined) return;
  throw new NotTried(skipped('The server answers without a credential and offers no sign-in.'));
}

/** @returns what hosts ask for: scopes of the challenge, else those of the metadata, else none */
export async function scopesToAsk(session: Session): Promise<string[]> {
  const challenged = words(asText(await challengeParam(session, 'scope')));
  if (challenged.length > 0) return challenged;
  return asTexts((await resourceMetadata(session))?.scopes_supported) ?? [];
}
