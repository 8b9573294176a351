import { essence, isJson } from '../arguments/media-type';
import type { JsonObject, JsonValue } from '../model/json';
import type { HttpResponse, ResultBudget, ToolResult } from '../model/result';
import type { ToolDefinition } from '../model/tool';
import { binaryResult } from './binary-result';
import { decodeText } from './decode-text';
import { jsonResult, textResult } from './json-result';
import { pollCallOf } from './poll-tool';
import { problemOf } from './problem';
import { header } from './retry-advice';
import { shrinkJson } from './shrink-json';

const TEXTUAL =
  /^(?:text\/|application\/(?:xml|yaml|x-yaml|x-ndjson|ndjson|jsonl|json-seq|javascript|csv|graphql|sql|toml|x-www-form-urlencoded)$|.*\+(?:xml|yaml)$)/;

/**
 * An HTTP response as the result of a tool call. Bytes never pass through a text decoder unless
 * the media type says they are text. Whether a problem may stand in `structuredContent` beside a
 * listed output schema is for the caller to decide.
 */
export function toResult(
  tool: ToolDefinition,
  response: HttpResponse,
  budget: ResultBudget = {},
): ToolResult {
  const { status } = response;
  if (status < 200 || status >= 300) return failure(tool, response, budget);
  const location = header(response.headers, 'location');
  if (status === 202 && location !== undefined) return accepted(location, budget);
  if (status === 204 || status === 205 || sizeOf(response.body) === 0) return done(tool, status);
  const mediaType = header(response.headers, 'content-type') ?? '';
  const type = essence(mediaType);
  const isText = typeof response.body === 'string';
  if (isJson(mediaType) || (type === '' && isText)) {
    const value = parse(decodeText(response.body, ''));
    if (value !== undefined) return jsonResult(tool, value, budget);
  }
  if (type === '' ? isText : isJson(mediaType) || TEXTUAL.test(type)) {
    return textResult(tool, decodeText(response.body, mediaType), budget);
  }
  return binaryResult(tool, response, type === '' ? 'application/octet-stream' : type, budget);
}

function sizeOf(body: HttpResponse['body']): number {
  return body?.length ?? 0;
}

function parse(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body.replace(/^\ufeff/, '')) as JsonValue;
  } catch {
    return undefined;
  }
}

function failure(tool: ToolDefinition, response: HttpResponse, budget: ResultBudget): ToolResult {
  const mediaType = header(response.headers, 'content-type') ?? '';
  const text = sizeOf(response.body) === 0 ? 'null' : decodeText(response.body, mediaType);
  const body = parse(text);
  const whole = problemOf(tool, response, body === undefined ? text : body, budget);
  const problem = shrinkJson(whole, budget).value as JsonObject;
  return {
    content: [{ type: 'text', text: JSON.stringify(problem) }],
    structuredContent: problem,
    isError: true,
  };
}

function accepted(location: string, budget: ResultBudget): ToolResult {
  const structuredContent: JsonObject = { status: 202, location };
  const call = pollCallOf(budget.tools ?? [], location);
  const how =
    call === null
      ? 'poll it with the tool that reads this resource'
      : `poll it with the tool ${call.tool} and the arguments ${JSON.stringify(call.arguments)}`;
  const message = `The work is running. Its state is at ${location}; ${how}.`;
  return { content: [{ type: 'text', text: message }], structuredContent, isError: false };
}

/** Nothing to show; a tool with an output schema owes its client an object all the same. */
function done(tool: ToolDefinition, status: number): ToolResult {
  const structuredContent: JsonObject = tool.outputWrapped ? { result: null } : {};
  return {
    content: [{ type: 'text', text: `Done (${String(status)}, no content).` }],
    ...(tool.outputSchema !== null && { structuredContent }),
    isError: false,
  };
}
