import type { ToolDefinition } from './tool';

export interface Catalogue {
  readonly tools: readonly ToolDefinition[];
}

/** All members narrow; they combine. Nothing set means every tool. */
export interface ViewSelector {
  readonly?: boolean;
  toolsets?: readonly string[];
  /** Tool names; aliases are resolved. */
  tools?: readonly string[];
  /** `all` (default), or `search`: the tools are the same, but are found by a search instead of being listed. */
  mode?: string;
}

export interface SelectorIssue {
  selector: 'toolsets' | 'tools' | 'mode';
  value: string;
  message: string;
}

export interface ViewResult {
  /** Ordered by name. Empty when `issues` is not. */
  tools: readonly ToolDefinition[];
  /** Unknown selectors: an error naming the value, never a silently empty list. */
  issues: SelectorIssue[];
}
