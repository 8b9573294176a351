import { listEntry, profileReport } from '@app/openapi-tools';
import type { Profile, ToolDefinition } from '@app/openapi-tools';
import type { Command } from '../command';
import { convertFile, DOCUMENT_FLAGS, DOCUMENT_HELP, DOCUMENT_OPTIONS, profileOf } from '../read-document';

export const convertCommand: Command = {
  name: 'convert',
  words: ['FILE'],
  options: [...DOCUMENT_OPTIONS, 'profile'],
  flags: DOCUMENT_FLAGS,
  help: `openapi-tools convert FILE [--profile PROFILE] [--lock LOCK] [--first-party] [--omit-deprecated]

Prints {tools, report} as JSON: every tool as a host lists it, with its operation, and every operation that was
refused or is shown in part, with the place in the document and the reason.

${DOCUMENT_HELP}
--profile         safe (default), lean, gemini, openai-strict or full-2020-12
--help            this text

Exit codes: 0 done (operations may have been refused), 2 the document cannot be used or gives no tool.`,

  async run(call, terminal) {
    const profile = profileOf(call);
    const { conversion, report, problem } = await convertFile(call.words[0] ?? '', call, terminal);
    const tools = conversion?.tools ?? [];
    const entries = [...report.entries, ...profileReport(tools, profile)];
    const shown = { tools: tools.map((tool) => entryOf(tool, profile)), report: { ...report, entries } };
    terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
    if (problem === null) return 0;
    terminal.err(`${problem}\n`);
    return 2;
  },
};

/** What `tools/list` shows, and which operation it is. */
function entryOf(tool: ToolDefinition, profile: Profile): object {
  const { operationId, method, path } = tool;
  return { ...listEntry(tool, profile), operationId, method, path };
}
