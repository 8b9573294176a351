import { convert } from '@app/openapi-tools';
import type { JsonObject, ToolDefinition } from '@app/openapi-tools';

export const SEARCH_TOOLS = 'search_tools';
export const DESCRIBE_TOOLS = 'describe_tools';
export const CALL_TOOL = 'call_tool';

/** Most tools that one search gives, and that one description covers. */
export const MAX_FOUND = 25;
export const DEFAULT_FOUND = 5;
export const MAX_DESCRIBED = 10;
/** Longest request, in characters. */
export const MAX_QUERY = 1000;

const READING = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
/** What a call may do at worst. */
const ANYTHING = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true };

const text = (description: string, rest: JsonObject = {}): JsonObject => ({
  type: 'string',
  description,
  ...rest,
});

const name = text('Exact name of a tool, as search_tools gives it.', { minLength: 1, maxLength: 128 });

/** The three tools as operations, so that every profile shows them by the same rules as all others. */
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Search view', version: '1' },
  paths: {
    '/search_tools': operation(
      SEARCH_TOOLS,
      'Find a tool by what it does',
      `Begin here: say in a few plain words what is to be done ("cancel the job", "list unpaid invoices") and get the names of the tools that fit, best first. Then read their arguments with ${DESCRIBE_TOOLS}. Found nothing? Use other words, in English.`,
      {
        query: text('What is to be done, in a few plain words.', { minLength: 1, maxLength: MAX_QUERY }),
        limit: {
          type: 'integer',
          minimum: 1,
          maximum: MAX_FOUND,
          default: DEFAULT_FOUND,
          description: 'Most tools to give.',
        },
      },
      ['query'],
    ),
    '/describe_tools': operation(
      DESCRIBE_TOOLS,
      'Read how tools are called',
      `Get description and argument schema of tools by name. Use it before the first ${CALL_TOOL} of each.`,
      {
        names: {
          type: 'array',
          items: name,
          minItems: 1,
          maxItems: MAX_DESCRIBED,
          description: 'Names of tools.',
        },
      },
      ['names'],
    ),
    '/call_tool': operation(
      CALL_TOOL,
      'Call a tool',
      `Call any tool by name, with arguments as ${DESCRIBE_TOOLS} shows them. Gives what the tool gives.`,
      {
        name,
        arguments: {
          type: 'object',
          additionalProperties: true,
          description: 'Arguments of that tool; left out: none.',
        },
      },
      ['name'],
    ),
  },
};

function operation(
  operationId: string,
  summary: string,
  description: string,
  properties: JsonObject,
  required: string[],
): JsonObject {
  const schema = { type: 'object', additionalProperties: false, properties, required };
  const requestBody = { required: true, content: { 'application/json': { schema } } };
  return { post: { operationId, summary, description, requestBody, responses: { 200: { description } } } };
}

function toolsOf(callHints: typeof ANYTHING): readonly ToolDefinition[] {
  const { tools } = convert(DOCUMENT, {
    overrides: {
      [SEARCH_TOOLS]: { annotations: READING },
      [DESCRIBE_TOOLS]: { annotations: READING },
      [CALL_TOOL]: { annotations: callHints },
    },
  });
  return tools;
}

const all = toolsOf(ANYTHING);
const reading = toolsOf({ ...READING, openWorldHint: true });

/**
 * @param onlyReading whether nothing can be reached through them that changes anything
 * @returns what a list of the search view shows, by name
 */
export function facadeTools(onlyReading: boolean): readonly ToolDefinition[] {
  return onlyReading ? reading : all;
}

/** @returns the tool of the search view of that name */
export function facadeTool(called: string): ToolDefinition | undefined {
  return all.find((tool) => tool.name === called);
}
