import { essence, isJson } from '../arguments/media-type';
import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { HttpResponse, ResultBudget, ShrinkNote, ToolResult } from '../model/result';
import type { ToolDefinition } from '../model/tool';
import { problemOf } from './problem';
import { header } from './retry-advice';
import { limitOf, shrinkJson } from './shrink-json';

export const SHORTENED_META = 'ai.duvo/shortened';
const TEXTUAL =
  /^(?:text\/|application\/(?:xml|yaml|x-yaml|x-ndjson|javascript|csv|graphql)$|.*\+(?:xml|yaml)$)/;

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
  if (status === 202 && location !== undefined) return accepted(location);
  if (status === 204 || status === 205 || sizeOf(response.body) === 0) {
    return { content: [{ type: 'text', text: `Done (${String(status)}, no content).` }], isError: false };
  }
  const mediaType = header(response.headers, 'content-type') ?? '';
  const type = essence(mediaType);
  if (isJson(mediaType) || (type === '' && typeof response.body === 'string')) {
    const value = parse(textBody(response));
    if (value !== undefined) return json(tool, value, budget);
  }
  if (type === '' ? typeof response.body === 'string' : isJson(mediaType) || TEXTUAL.test(type)) {
    return text(tool, textBody(response), budget);
  }
  return binary(tool, response, type === '' ? 'application/octet-stream' : type, budget);
}

function sizeOf(body: HttpResponse['body']): number {
  return body?.length ?? 0;
}

function textBody(response: HttpResponse): string {
  return typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
}

function parse(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}

function failure(tool: ToolDefinition, response: HttpResponse, budget: ResultBudget): ToolResult {
  const text = sizeOf(response.body) === 0 ? 'null' : textBody(response);
  const body = parse(text);
  const problem = problemOf(tool, response, body === undefined ? text : body, budget);
  return {
    content: [{ type: 'text', text: JSON.stringify(problem) }],
    structuredContent: problem,
    isError: true,
  };
}

function accepted(location: string): ToolResult {
  const structuredContent: JsonObject = { status: 202, location };
  const message = `The work is running. Its state is at ${location}; poll it with the tool that reads this resource.`;
  return { content: [{ type: 'text', text: message }], structuredContent, isError: false };
}

/** Objects as they are, everything else by the tool's fixed shape `{ result }`. */
function json(tool: ToolDefinition, value: JsonValue, budget: ResultBudget): ToolResult {
  const whole = isObject(value) && !tool.outputWrapped ? value : { result: value };
  const shrunken = shrinkJson(whole, { ...budget, schema: tool.outputSchema });
  const structuredContent = shrunken.value as JsonObject;
  const result: ToolResult = {
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    structuredContent,
    isError: false,
  };
  return shrunken.notes.length === 0 ? result : withNotes(result, shrunken.notes);
}

function withNotes(result: ToolResult, notes: readonly ShrinkNote[]): ToolResult {
  const lines = notes
    .slice(0, 10)
    .map(
      (note) =>
        `${note.path === '' ? 'the result' : note.path}: ${String(note.kept)} of ${String(note.total)} ${note.unit}`,
    );
  const message = `Shortened to fit: ${lines.join('; ')}. Narrow the call or use its paging for the rest.`;
  return {
    ...result,
    content: [...result.content, { type: 'text', text: message }],
    _meta: { [SHORTENED_META]: notes.map((note) => ({ ...note })) },
  };
}

function text(tool: ToolDefinition, body: string, budget: ResultBudget): ToolResult {
  const shrunken = shrinkJson({ result: body }, budget);
  const structuredContent = shrunken.value as JsonObject;
  const result: ToolResult = {
    content: [{ type: 'text', text: structuredContent.result as string }],
    ...(tool.outputSchema === null ? {} : { structuredContent }),
    isError: false,
  };
  return shrunken.notes.length === 0 ? result : withNotes(result, shrunken.notes);
}

function binary(
  tool: ToolDefinition,
  response: HttpResponse,
  mimeType: string,
  budget: ResultBudget,
): ToolResult {
  const bytes =
    typeof response.body === 'string' ? Buffer.from(response.body, 'utf8') : Buffer.from(response.body ?? []);
  if (Math.ceil(bytes.length / 3) * 4 > limitOf(budget)) {
    const message = `Binary content of type ${mimeType}, ${String(bytes.length)} bytes: too large to include.`;
    return { content: [{ type: 'text', text: message }], isError: false };
  }
  const data = bytes.toString('base64');
  const [kind] = mimeType.split('/');
  if (kind === 'image' || kind === 'audio')
    return { content: [{ type: kind, data, mimeType }], isError: false };
  const resource = { uri: `result:///${tool.name}`, mimeType, blob: data };
  return { content: [{ type: 'resource', resource }], isError: false };
}
