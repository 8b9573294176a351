import { shrinkJson } from '@app/openapi-tools';
import type { JsonValue } from '@app/openapi-tools';
import type { Json } from '../protocol/json';
import { META } from '../protocol/revisions';
import type { Era } from '../protocol/revisions';
import { fitSlice } from './fit-slice';
import type { SliceFields } from './fit-slice';
import { rpcAnswer } from './rpc-answer';

/** Most a result may weigh: 25,000 tokens at four bytes each, which the strictest known host still takes. */
export const RESULT_BUDGET_BYTES = 100_000;

export interface ResultParts {
  readonly id: string | number;
  readonly era: Era;
  /** JSON text of the reply. */
  readonly json: string;
  readonly isError: boolean;
  /** Whether the JSON may stand as structuredContent. */
  readonly structured: boolean;
  /** Set where the operation gives a content in slices. */
  readonly slice: SliceFields | undefined;
  /** What the REST reply said besides its body. */
  readonly http: Readonly<Record<string, unknown>>;
}

/**
 * Writes the JSON-RPC answer of a tool call. The reply's JSON goes into `structuredContent` as it is, neither
 * parsed nor serialised again, unless it is over the budget: then the value is shortened, never the text.
 *
 * https://modelcontextprotocol.io/specification/2025-11-25/server/tools#structured-content
 */
export function callAnswer(parts: ResultParts): string {
  const { json, notes } = fit(parts.json, parts.slice);
  const content = [json, ...notes].map((text) => `{"type":"text","text":${JSON.stringify(text)}}`);
  const { id, era, isError } = parts;
  const structured = parts.structured ? json : undefined;
  return rpcAnswer({ id, era, content, structured, isError, meta: { [META.http]: parts.http } });
}

function fit(json: string, slice: SliceFields | undefined): { json: string; notes: string[] } {
  if (json.length <= RESULT_BUDGET_BYTES && Buffer.byteLength(json) <= RESULT_BUDGET_BYTES)
    return { json, notes: [] };
  const reply = JSON.parse(json) as Json;
  if (slice) return { json: JSON.stringify(fitSlice(reply, slice, RESULT_BUDGET_BYTES)), notes: [] };
  const { value, notes } = shrinkJson(reply as JsonValue, { maxBytes: RESULT_BUDGET_BYTES });
  return {
    json: JSON.stringify(value),
    notes: notes.map(
      (note) =>
        `Shortened: ${note.path || 'the result'} has ${note.total} ${note.unit}, the first ${note.kept} are shown. Ask for less per call (limit, offset, max_bytes) to see the rest.`,
    ),
  };
}
