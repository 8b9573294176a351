import type { ToolDefinition } from '@app/openapi-tools';
import type { Route } from '@app/permissions';
import type { UpstreamClient } from '../client/upstream-client';
import type { UpstreamCredential } from '../config/credential';
import type { UpstreamSettings } from '../config/upstreams.schema';
import type { MountedOperation } from '../document/mount-document';
import type { Segment } from './segment';
import type { WireNames } from './wire-names';

/** An upstream as it is served now. */
export interface LiveUpstream {
  readonly settings: UpstreamSettings;
  readonly credential: UpstreamCredential;
  readonly client: UpstreamClient;
}

/** One operation of an upstream: the route that the guards judge, and what a call of it becomes. */
export interface ServedOperation {
  readonly upstream: LiveUpstream;
  readonly route: Route;
  readonly tool: ToolDefinition;
  readonly mounted: MountedOperation;
  /** Parts of the path below the mount. */
  readonly template: readonly Segment[];
  readonly wireNames: WireNames;
}
