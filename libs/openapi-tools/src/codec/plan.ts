/** Precompiled form of one tool's codec. */
export interface ToolPlan {
  readonly missingRequired: 'codec' | 'api';
}
