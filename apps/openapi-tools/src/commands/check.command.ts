import { checkCatalogue, checkListEntry } from '@app/openapi-tools';
import type { GateOptions, GateViolation, ListEntry, Profile, ReportEntry } from '@app/openapi-tools';
import type { Command, CommandCall } from '../command';
import { convertValue, DOCUMENT_FLAGS, DOCUMENT_HELP, isRecord, profileOf } from '../read-document';
import { readValue } from '../read-value';
import { schemaCompiler } from '../schema-compiler';

interface Gate {
  readonly profile: Profile;
  readonly options: GateOptions;
}

export const checkCommand: Command = {
  name: 'check',
  words: ['FILE'],
  options: ['profile'],
  flags: [...DOCUMENT_FLAGS, 'json'],
  help: `openapi-tools check FILE [--profile PROFILE] [--json]

Prints what hosts would refuse a list of tools for, one violation on a line: tool, rule, place and reason. FILE may
also be a list of tools as JSON, {tools: […]}: what "convert" prints, or the answer of any server to tools/list.

${DOCUMENT_HELP.replace(/\n--lock[\s\S]*/, '')}
--profile         safe (default), lean, gemini, openai-strict or full-2020-12
--json            {violations} as JSON
--help            this text

Exit codes: 0 no violation, 1 violations, 2 the file cannot be used.`,

  async run(call, terminal) {
    const profile = profileOf(call);
    const value = await readValue(call.words[0] ?? '', terminal);
    const list = toolListOf(value);
    const options = { compile: await schemaCompiler() };
    const violations =
      list === null ? inDocument(value, call, { profile, options }) : inList(list, { profile, options });
    if (call.flags.has('json')) terminal.out(`${JSON.stringify({ violations }, null, 2)}\n`);
    else if (violations.length === 0) terminal.out(`No violation in profile ${profile}.\n`);
    else terminal.out(violations.map(lineOf).join(''));
    return violations.length === 0 ? 0 : 1;
  },
};

function lineOf({ tool, rule, pointer, message }: GateViolation): string {
  return `${tool === '' ? '(no name)' : tool}: rule ${String(rule)} at ${pointer}: ${message}\n`;
}

/** `{tools: […]}` itself, or inside the answer to `tools/list`. */
function toolListOf(value: unknown): unknown[] | null {
  if (!isRecord(value) || value.openapi !== undefined || value.swagger !== undefined) return null;
  if (Array.isArray(value.tools)) return value.tools as unknown[];
  return isRecord(value.result) && Array.isArray(value.result.tools)
    ? (value.result.tools as unknown[])
    : null;
}

function inList(list: readonly unknown[], { profile, options }: Gate): GateViolation[] {
  const seen = new Set<string>();
  return list.flatMap((entry) => {
    const tool = (isRecord(entry) ? entry : {}) as Partial<ListEntry>;
    const violations = checkListEntry(tool, profile, options);
    const low = typeof tool.name === 'string' ? tool.name.toLowerCase() : '';
    if (low !== '' && seen.has(low)) {
      const message = `The name "${String(tool.name)}" is given twice.`;
      violations.unshift({ rule: 1, tool: String(tool.name), pointer: '/name', message });
    }
    seen.add(low);
    return violations;
  });
}

/** Tools in this profile, and operations that became none because their tool would have been refused. */
function inDocument(value: unknown, call: CommandCall, { profile, options }: Gate): GateViolation[] {
  const { conversion, report } = convertValue(value, call, null);
  const withheld = report.entries.filter(({ code }) => code === 'host_gate').map(violationOf);
  return [...withheld, ...(conversion === null ? [] : checkCatalogue(conversion.tools, profile, options))];
}

function violationOf({ operation, pointer, message }: ReportEntry): GateViolation {
  const [, rule, text] = /^Rule (\d): (.*)$/s.exec(message) ?? [];
  const number = Number(rule ?? 5) as GateViolation['rule'];
  return { rule: number, tool: operation ?? '', pointer, message: text ?? message };
}
