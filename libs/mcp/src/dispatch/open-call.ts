import type { Profile, ToolDefinition } from '@app/openapi-tools';
import type { HotCall } from '../protocol/hot-message';

/** A tool call that has become a REST request, whose reply is waited for. */
export interface OpenCall {
  readonly message: HotCall;
  readonly tool: ToolDefinition;
  readonly profile: Profile;
  /** What the caller sees, so that a result can name the tool to call next. */
  readonly tools: readonly ToolDefinition[];
  /** Where the same reply is to be had over REST; only for reads. */
  readonly link: string | undefined;
  /** Header names that stood on the response before the request was rewritten. */
  readonly outerHeaders: readonly string[];
}
