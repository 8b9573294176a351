import { META, SERVER_INFO } from '../protocol/revisions';
import type { Era } from '../protocol/revisions';

/** What the answer of a tool call is made of: JSON texts where the values may be large. */
export interface AnswerParts {
  readonly id: string | number;
  readonly era: Era;
  /** JSON texts of the content blocks. */
  readonly content: readonly string[];
  /** JSON text of `structuredContent`; `undefined`: there is none. */
  readonly structured: string | undefined;
  readonly isError: boolean;
  /** Members of `_meta` that not every answer has. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * Writes the JSON-RPC answer of a tool call, without serialising again what is a text already.
 *
 * https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result
 */
export function rpcAnswer({ id, era, content, structured, isError, meta }: AnswerParts): string {
  const isModern = era === 'modern';
  const allMeta = isModern ? { [META.serverInfo]: SERVER_INFO, ...meta } : meta;
  const structuredPart = structured === undefined ? '' : `,"structuredContent":${structured}`;
  const modernPart = isModern ? ',"resultType":"complete"' : '';
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[${content.join(',')}]${structuredPart},"isError":${isError}${modernPart},"_meta":${JSON.stringify(allMeta)}}}`;
}
