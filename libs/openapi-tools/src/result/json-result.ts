import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { ResultBudget, ShrinkNote, ToolResult } from '../model/result';
import type { ToolDefinition } from '../model/tool';
import { limitItems, selectFields } from './select';
import { limitOf, shrinkJson } from './shrink-json';

export const SHORTENED_META = 'ai.duvo/shortened';

const MAX_LINES = 10;
const MAX_PATH = 120;

/** Objects as they are, everything else by the tool's fixed shape `{ result }`. */
export function jsonResult(tool: ToolDefinition, value: JsonValue, budget: ResultBudget): ToolResult {
  const selection = budget.fields === undefined ? null : selectFields(value, budget.fields);
  const chosen = selection?.value ?? value;
  const whole = isObject(chosen) && !tool.outputWrapped ? chosen : { result: chosen };
  const asked: ShrinkNote[] = [];
  const limited = budget.limit === undefined ? whole : limitItems(whole, budget.limit, asked);
  const { text, value: fitted, notes } = fit(limited, tool, budget);
  const structuredContent = fitted as JsonObject;
  const result: ToolResult = { content: [{ type: 'text', text }], structuredContent, isError: false };
  const lines = [
    unknownText(selection?.unknown ?? [], value),
    listText('Limited as asked', asked, ''),
    listText('Shortened to fit', notes, adviceOf(tool)),
  ];
  return withNotes(result, lines, [...asked, ...notes]);
}

/** Almost every answer fits: its text is needed anyway and tells. */
function fit(
  value: JsonValue,
  { outputSchema: schema }: ToolDefinition,
  budget: ResultBudget,
): { text: string; value: JsonValue; notes: readonly ShrinkNote[] } {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= limitOf(budget)) return { text, value, notes: [] };
  const { value: shrunken, notes } = shrinkJson(value, { ...budget, schema });
  return { text: JSON.stringify(shrunken), value: shrunken, notes };
}

export function textResult(tool: ToolDefinition, body: string, budget: ResultBudget): ToolResult {
  const { value, notes } = shrinkJson({ result: body }, budget);
  const structuredContent = value as JsonObject;
  const result: ToolResult = {
    content: [{ type: 'text', text: structuredContent.result as string }],
    ...(tool.outputSchema === null ? {} : { structuredContent }),
    isError: false,
  };
  return withNotes(result, [listText('Shortened to fit', notes, 'Narrow the call for the rest.')], notes);
}

/** How to get the rest. */
function adviceOf(tool: ToolDefinition): string {
  return tool.plan.resultArguments
    ? 'For the rest ask for fewer _fields or a smaller _limit, or use paging of the tool.'
    : 'Narrow the call or use its paging for the rest.';
}

function withNotes(result: ToolResult, lines: readonly string[], notes: readonly ShrinkNote[]): ToolResult {
  const text = lines.filter((line) => line !== '').join(' ');
  if (text === '') return result;
  const meta = notes.length === 0 ? {} : { _meta: { [SHORTENED_META]: notes.map((note) => ({ ...note })) } };
  return { ...result, content: [...result.content, { type: 'text', text }], ...meta };
}

function listText(lead: string, notes: readonly ShrinkNote[], advice: string): string {
  if (notes.length === 0) return '';
  const lines = notes.slice(0, MAX_LINES).map(({ path, kept, total, unit }) => {
    const where = path === '' ? 'the result' : path.slice(0, MAX_PATH);
    return `${where}: ${String(kept)} of ${String(total)} ${unit}`;
  });
  const more = notes.length > MAX_LINES ? `; and ${String(notes.length - MAX_LINES)} more` : '';
  return `${lead}: ${lines.join('; ')}${more}.${advice === '' ? '' : ` ${advice}`}`;
}

/** A field nobody sent is most likely a wrong name, so the right ones are named. */
function unknownText(unknown: readonly string[], value: JsonValue): string {
  if (unknown.length === 0) return '';
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const names = isObject(first) ? Object.keys(first).slice(0, 30) : [];
  const there = names.length === 0 ? '' : ` It has: ${names.map((name) => name.slice(0, 60)).join(', ')}.`;
  const asked = unknown.slice(0, MAX_LINES).map((name) => `"${name.slice(0, MAX_PATH)}"`);
  return `The answer has no field ${asked.join(', ')}.${there}`;
}
