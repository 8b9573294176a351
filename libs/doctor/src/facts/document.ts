import type { Reply } from '../http/reply';
import type { Session } from '../session';
import { asObject } from '../support/json';
import type { JsonObject } from '../support/json';

/** A well-known document, or what was there instead. */
export interface Document {
  readonly url: string;
  readonly reply: Reply;
  /** The document, if a host could use what came. */
  readonly json?: JsonObject;
}

/** Web pages ask with an origin; MCP clients send their revision along. */
export const PAGE_ORIGIN = 'http://localhost:6274';

/** Fetches a document as hosts do; once per URL. */
export function documentAt(session: Session, url: string): Promise<Document> {
  return session.once(`document ${url}`, async () => {
    const reply = await session.http.send({
      url,
      headers: { accept: 'application/json', 'mcp-protocol-version': '2025-11-25', origin: PAGE_ORIGIN },
    });
    const json = reply.status === 200 ? asObject(reply.json) : undefined;
    return { url, reply, ...(json && { json }) };
  });
}

/** @returns what stands at a URL in place of a document, in words */
export function instead({ reply }: Document): string {
  if (reply.isRedirect) return `a redirect to ${reply.location}`;
  if (reply.status !== 200) return `status ${reply.status}`;
  return reply.isHtml ? 'a web page with status 200' : 'something that is no JSON object';
}

/** @returns whether a page of PAGE_ORIGIN may read the reply */
export function isReadableByPages(reply: Reply): boolean {
  const allowed = reply.header('access-control-allow-origin');
  return allowed === '*' || allowed === PAGE_ORIGIN;
}
