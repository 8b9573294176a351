import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiCookieAuth, ApiExcludeEndpoint, ApiExtension, ApiOperation } from '@nestjs/swagger';
import { Access } from '@app/auth';
import type { ErrorCode } from '@app/errors';
import { documentReplies, statusOf } from './document-replies';
import type { SuccessReplies } from './document-replies';
import { ROUTE_POLICY } from './operation.decorator';
import type { Permission } from './permission-table';
import { DEFAULT_BODY_LIMIT } from './policy';
import type { SurfacePolicy } from './policy';

export interface SurfaceOptions {
  /** Name in log, metrics and audit. */
  id: string;
  access: SurfacePolicy['access'];
  /** Permission asked of the role of a signed-in user. */
  permission?: Permission;
  /** @default 1 */
  cost?: number;
  /** Largest body in bytes. @default 1 MiB */
  bodyLimit?: number;
  /** Its JSON body is read although the caller has shown no credential; keep `bodyLimit` small. */
  bodyOfAnybody?: true;
  /** The handler serves routes that are loaded while the process runs, each with a policy of its own. */
  loaded?: true;
  /** What the document of the dashboard says of the route; without it the route is in no document. */
  document?: SurfaceDocument;
}

export interface SurfaceDocument {
  summary: string;
  description: string;
  /** Replies by 2xx status. */
  response: SuccessReplies;
  /** Error codes besides the common ones. */
  errors?: readonly ErrorCode[];
}

const COMMON_ERRORS: readonly ErrorCode[] = [
  'invalid_request',
  'invalid_token',
  'forbidden',
  'payload_too_large',
  'rate_limited',
  'internal_error',
  'unavailable',
];

/** Marks a route that is not an operation of the Public API: it is not in its document and never a tool. */
export function Surface(options: SurfaceOptions): MethodDecorator {
  const policy: SurfacePolicy = {
    kind: 'surface',
    id: options.id,
    access: options.access,
    ...(options.permission && { permission: options.permission }),
    cost: options.cost ?? 1,
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
    ...(options.bodyOfAnybody && { bodyOfAnybody: options.bodyOfAnybody }),
    ...(options.loaded && { loaded: options.loaded }),
  };
  const { document } = options;
  return applyDecorators(
    SetMetadata(ROUTE_POLICY, policy),
    Access(policy.access),
    ...(document ? documented(policy, document) : [ApiExcludeEndpoint()]),
  );
}

function documented({ id, permission }: SurfacePolicy, document: SurfaceDocument): MethodDecorator[] {
  const { summary, description, response, errors = [] } = document;
  return [
    HttpCode(statusOf(response)),
    ApiCookieAuth('session'),
    ApiOperation({ operationId: id, summary, description }),
    ...(permission ? [ApiExtension('x-permission', permission)] : []),
    ...documentReplies(response, [...COMMON_ERRORS, ...errors]),
  ];
}
