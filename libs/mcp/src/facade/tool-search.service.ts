import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { buildSearchIndex, explainRefusal, listEntry, searchTools } from '@app/openapi-tools';
import type { JsonObject, JsonValue, SearchIndex, ToolDefinition } from '@app/openapi-tools';
import { mayEverCall } from '@app/permissions';
import type { CatalogueView } from '../catalogue/catalogue-view.service';
import { toolPolicyOf } from '../catalogue/tool-policy';
import type { HotCall } from '../protocol/hot-message';
import { callAnswer, RESULT_BUDGET_BYTES } from '../result/call-result';
import {
  CALL_TOOL,
  DEFAULT_FOUND,
  facadeTool,
  MAX_DESCRIBED,
  MAX_FOUND,
  MAX_QUERY,
  SEARCH_TOOLS,
} from './facade-tools';
import { facadeArguments } from './unwrap-call';

/** Longest description of a tool that was found, in characters; the whole one is in `describe_tools`. */
const MAX_SUMMARY = 200;

interface Problem {
  readonly message: string;
  readonly details?: readonly { readonly field: string; readonly message: string }[];
}

/** The tools of the search view that become no REST request: they read the catalogue alone. */
@Injectable()
export class ToolSearch {
  private readonly indexes = new WeakMap<CatalogueView, SearchIndex>();

  /**
   * @param call of a tool of the search view
   * @returns the JSON-RPC answer
   */
  answer(call: HotCall, view: CatalogueView, principal: Principal, requestId: string): string {
    const tool = facadeTool(call.name);
    const { values, refusal } = facadeArguments(call, view.profile);
    const see = (candidate: ToolDefinition): boolean => mayEverCall(principal, toolPolicyOf(candidate));
    const details = tool && refusal ? explainRefusal(tool, refusal) : outOfBounds(values);
    if (details.length > 0) {
      return refused(call, view, { message: 'Some arguments are not valid.', details }, requestId);
    }
    if (call.name === CALL_TOOL) {
      const message = `There is no tool "${textOf(values.name).slice(0, 100)}" in this view; find its name with ${SEARCH_TOOLS}.`;
      return refused(call, view, { message, details: [{ field: 'name', message }] }, requestId);
    }
    const result = call.name === SEARCH_TOOLS ? this.search(values, view, see) : describe(values, view, see);
    return answered(call, view, result, { isError: false, status: 200, requestId });
  }

  private search(
    { query, limit = DEFAULT_FOUND }: JsonObject,
    view: CatalogueView,
    see: (tool: ToolDefinition) => boolean,
  ): JsonObject {
    const found = searchTools(this.indexOf(view), textOf(query)).filter(({ tool }) => see(tool));
    const tools = found.slice(0, Number(limit)).map(({ tool }) => ({
      name: tool.name,
      title: tool.title,
      description: summaryOf(tool.description),
      read_only: tool.annotations.readOnlyHint,
    }));
    return { tools, total: found.length };
  }

  private indexOf(view: CatalogueView): SearchIndex {
    const known = this.indexes.get(view);
    if (known) return known;
    const made = buildSearchIndex(view.tools);
    this.indexes.set(view, made);
    return made;
  }
}

/** The API behind a call judges types in the end; here there is none, so a number in place of a text is read as one. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** The codec checks shapes; bounds are for the one who answers. */
function outOfBounds({ query, limit, names }: JsonObject): { field: string; message: string }[] {
  const found: { field: string; message: string }[] = [];
  const within = (value: number, most: number): boolean => value >= 1 && value <= most;
  if (typeof query === 'string' && !within(query.length, MAX_QUERY)) {
    found.push({ field: 'query', message: `must have 1 to ${MAX_QUERY} characters` });
  }
  if (limit !== undefined && !within(Number(limit), MAX_FOUND)) {
    found.push({ field: 'limit', message: `must be 1 to ${MAX_FOUND}` });
  }
  if (Array.isArray(names) && !within(names.length, MAX_DESCRIBED)) {
    found.push({ field: 'names', message: `must have 1 to ${MAX_DESCRIBED} names` });
  }
  return found;
}

/** Whole entries only: half a schema is worse than none. */
function describe(
  { names }: JsonObject,
  view: CatalogueView,
  see: (tool: ToolDefinition) => boolean,
): JsonObject {
  const tools: JsonObject[] = [];
  const unknown: string[] = [];
  const leftOut: string[] = [];
  let room = RESULT_BUDGET_BYTES - 5000;
  for (const name of new Set((names as string[]).map(String))) {
    const tool = view.tools.find((one) => one.name === name || one.aliases.includes(name));
    if (!tool || !see(tool)) {
      unknown.push(name);
      continue;
    }
    const entry = listEntry(tool, view.profile) as unknown as JsonObject;
    const size = Buffer.byteLength(JSON.stringify(entry));
    if (size > room) leftOut.push(name);
    else tools.push(entry);
    room -= Math.min(size, room);
  }
  return {
    tools,
    ...(unknown.length > 0 && { unknown }),
    ...(leftOut.length > 0 && { too_large: leftOut, hint: 'Ask for those in too_large one at a time.' }),
  };
}

function summaryOf(description: string): string {
  const end = /[.!?](?=\s|$)/.exec(description)?.index ?? description.length;
  const sentence = description.slice(0, end + 1);
  return sentence.length > MAX_SUMMARY ? `${sentence.slice(0, MAX_SUMMARY - 1).trimEnd()}…` : sentence;
}

function refused(call: HotCall, view: CatalogueView, problem: Problem, requestId: string): string {
  const error = {
    error: 'invalid_request',
    ...problem,
    request_id: requestId,
    status: 400,
    retryable: false,
  };
  return answered(call, view, error, { isError: true, status: 400, requestId });
}

function answered(
  { id, era }: HotCall,
  view: CatalogueView,
  value: object,
  { isError, status, requestId }: { isError: boolean; status: number; requestId: string },
): string {
  const structured = !isError || view.profile !== 'full-2020-12';
  const http = { status, request_id: requestId, ...(!structured && { error: value }) };
  return callAnswer({ id, era, json: JSON.stringify(value), isError, structured, slice: undefined, http });
}
