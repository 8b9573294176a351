import type { Refusal, RefusalIssue } from '../model/request';
import type { ToolDefinition } from '../model/tool';
import { closest } from './closest';

/** Suggestions cost time, so only the first unknown names get one. */
const MAX_SUGGESTIONS = 20;

/** The issues of a refusal with suggestions. Call it only for a caller that may use the tool. */
export function explainRefusal(tool: ToolDefinition, refusal: Refusal): RefusalIssue[] {
  let left = MAX_SUGGESTIONS;
  return refusal.issues.map((issue) => {
    if (issue.code !== 'unrecognized_keys' || left === 0) return { ...issue };
    left -= 1;
    const name = closest(issue.field, tool.arguments);
    if (name !== null) return { ...issue, message: `${issue.message} Did you mean "${name}"?` };
    return tool.arguments.length === 0
      ? { ...issue, message: `${issue.message} This tool takes none.` }
      : { ...issue };
  });
}
