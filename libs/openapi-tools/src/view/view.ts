import type { Catalogue, SelectorIssue, ViewResult, ViewSelector } from '../model/view';
import { byCodeUnit } from '../text/sort';

/**
 * The subset of a catalogue that one request sees. Presentation, not a security boundary: it is
 * given what the caller may use.
 */
export function view(catalogue: Catalogue, selector: ViewSelector): ViewResult {
  const issues = [
    ...modeIssues(selector),
    ...toolsetIssues(catalogue, selector),
    ...toolIssues(catalogue, selector),
  ];
  if (issues.length > 0) return { tools: [], issues };
  const toolsets = selector.toolsets === undefined ? null : new Set(selector.toolsets);
  const names = selector.tools === undefined ? null : new Set(selector.tools);
  const tools = catalogue.tools.filter(
    (tool) =>
      (selector.readonly !== true || tool.annotations.readOnlyHint) &&
      (toolsets === null || tool.toolsets.some((name) => toolsets.has(name))) &&
      (names === null || names.has(tool.name) || tool.aliases.some((alias) => names.has(alias))),
  );
  return { tools: tools.sort((a, b) => byCodeUnit(a.name, b.name)), issues };
}

function modeIssues(selector: ViewSelector): SelectorIssue[] {
  const { mode } = selector;
  return mode === undefined || mode === 'all' || mode === 'search'
    ? []
    : [unknown('mode', mode, 'Known modes: all, search.')];
}

function toolsetIssues(catalogue: Catalogue, selector: ViewSelector): SelectorIssue[] {
  const known = new Set(catalogue.tools.flatMap((tool) => [...tool.toolsets]));
  const list = [...known].sort(byCodeUnit).join(', ');
  return (selector.toolsets ?? [])
    .filter((name) => !known.has(name))
    .map((name) => unknown('toolsets', name, `Known toolsets: ${list}.`));
}

function toolIssues(catalogue: Catalogue, selector: ViewSelector): SelectorIssue[] {
  const known = new Set(catalogue.tools.flatMap((tool) => [tool.name, ...tool.aliases]));
  return (selector.tools ?? []).filter((name) => !known.has(name)).map((name) => unknown('tools', name, ''));
}

function unknown(selector: SelectorIssue['selector'], value: string, hint: string): SelectorIssue {
  const shown = value.slice(0, 100);
  return { selector, value, message: `Unknown value "${shown}" for ${selector}. ${hint}`.trim() };
}
