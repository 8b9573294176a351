import { parseUrl } from '@app/net';
import { NotTried, skipped } from '../outcome';
import type { Session } from '../session';
import { asText, asTexts } from '../support/json';
import type { JsonObject } from '../support/json';
import { documentAt } from './document';
import type { Document } from './document';
import { requireSignIn, resourceMetadata } from './resource-metadata.facts';

export interface Issuer {
  /** As the resource metadata says it, byte for byte. */
  readonly issuer: string;
  /** Nobody named it: hosts of the 2025-03-26 revision assume the origin of the endpoint. */
  readonly assumed: boolean;
}

export async function issuerOf(session: Session): Promise<Issuer> {
  await requireSignIn(session);
  const named = asTexts((await resourceMetadata(session))?.authorization_servers)?.[0];
  if (named === undefined) return { issuer: session.target.origin, assumed: true };
  if (!parseUrl(named)) throw new NotTried(skipped('The issuer is no URL (see prm-servers).'));
  return { issuer: named, assumed: false };
}

/** RFC 8414, 3.1: the well-known part stands before the path of the issuer. */
export async function oauthDocument(session: Session): Promise<Document> {
  const { origin, path } = await partsOf(session);
  return documentAt(session, `${origin}/.well-known/oauth-authorization-server${path}`);
}

/** OpenID Discovery puts it behind the path; hosts try it before the path, too. */
export async function openidDocument(session: Session): Promise<Document> {
  const { origin, path } = await partsOf(session);
  const appended = await documentAt(session, `${origin}${path}/.well-known/openid-configuration`);
  if (appended.json || path === '') return appended;
  const inserted = await documentAt(session, `${origin}/.well-known/openid-configuration${path}`);
  return inserted.json ? inserted : appended;
}

async function partsOf(session: Session): Promise<{ origin: string; path: string }> {
  const url = new URL((await issuerOf(session)).issuer);
  return { origin: url.origin, path: url.pathname.replace(/\/$/, '') };
}

/** @throws NotTried if neither document is there */
export async function serverMetadata(session: Session): Promise<JsonObject> {
  const metadata = (await oauthDocument(session)).json ?? (await openidDocument(session)).json;
  if (!metadata) {
    throw new NotTried(skipped('There is no metadata of the authorization server (see as-rfc8414).'));
  }
  return metadata;
}

/** @throws NotTried if the metadata names no such endpoint, or none that could be asked */
export async function endpointOf(session: Session, name: string): Promise<string> {
  const url = asText((await serverMetadata(session))[name]);
  if (url === undefined) throw new NotTried(skipped(`The metadata names no ${name}.`));
  if (!parseUrl(url)) throw new NotTried(skipped(`The ${name} is no absolute URL (see as-endpoints).`));
  return url;
}
