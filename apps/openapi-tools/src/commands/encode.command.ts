import { encode, explainRefusal, printableRequest } from '@app/openapi-tools';
import type { JsonObject, RefusalIssue, ToolDefinition } from '@app/openapi-tools';
import type { Command } from '../command';
import {
  convertFile,
  DOCUMENT_FLAGS,
  DOCUMENT_HELP,
  DOCUMENT_OPTIONS,
  isRecord,
  profileOf,
} from '../read-document';
import { UsageError } from '../usage-error';

const MAX_NAMES = 10;

export const encodeCommand: Command = {
  name: 'encode',
  words: ['FILE', 'TOOL', 'ARGS_JSON'],
  options: [...DOCUMENT_OPTIONS, 'profile'],
  flags: DOCUMENT_FLAGS,
  help: `openapi-tools encode FILE TOOL ARGS_JSON [--profile PROFILE] [--lock LOCK] [--first-party]

Prints the request of one tool call as JSON, exactly as it would go out:
{method, path, query, headers, body, bodyEncoding}. Sends nothing.

${DOCUMENT_HELP}
TOOL              name of the tool, as "convert" prints it
ARGS_JSON         its arguments, a JSON object
--profile         profile in which the arguments were given; in openai-strict null means absent
--help            this text

body is null, text, or base64 with bodyEncoding "base64". query has no "?".
Exit codes: 0 done, 2 arguments refused ({error} on standard output) or wrong usage.`,

  async run(call, terminal) {
    const [file = '', name = '', json = ''] = call.words;
    const profile = profileOf(call);
    const args = argumentsOf(json);
    const { conversion, problem } = await convertFile(file, call, terminal);
    if (conversion === null) throw new UsageError(problem ?? 'The document gives no tool.');
    const tool = toolOf(conversion.tools, name);
    const { request, refusal } = encode(tool, args, { profile });
    if (refusal === null) {
      terminal.out(`${JSON.stringify(printableRequest(request), null, 2)}\n`);
      return 0;
    }
    const issues = explainRefusal(tool, refusal).map(issueOf);
    const message = issues.map((issue) => issue.message).join(' ');
    terminal.out(`${JSON.stringify({ error: { code: 'arguments_refused', message, issues } }, null, 2)}\n`);
    return 2;
  },
};

function issueOf({ field, code, message }: RefusalIssue): {
  argument: string;
  code: string;
  message: string;
} {
  return { argument: field, code, message };
}

function argumentsOf(json: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new UsageError(
      `ARGS_JSON is not valid JSON: ${String(why)}. Quote it for your shell: '{"id": 1}'.`,
    );
  }
  if (!isRecord(value)) throw new UsageError('ARGS_JSON must be a JSON object such as \'{"id": 1}\'.');
  return value as JsonObject;
}

function toolOf(tools: readonly ToolDefinition[], name: string): ToolDefinition {
  const found = tools.find((tool) => tool.name === name) ?? tools.find((tool) => tool.aliases.includes(name));
  if (found !== undefined) return found;
  const plain = bare(name);
  const like = tools.filter(
    (tool) =>
      plain !== '' && (bare(tool.name).includes(plain) || bare(tool.operationId ?? '').includes(plain)),
  );
  const shown = (like.length > 0 ? like : tools).slice(0, MAX_NAMES).map((tool) => tool.name);
  const lead = like.length > 0 ? 'Did you mean' : 'There are';
  const more = (like.length > 0 ? like : tools).length > MAX_NAMES ? ' …' : '';
  const end = like.length > 0 ? '?' : '.';
  throw new UsageError(`There is no tool "${name.slice(0, 80)}". ${lead} ${shown.join(', ')}${more}${end}`);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
