import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { Access } from '@app/auth';
import type { ErrorCode } from '@app/errors';
import { documentReplies, statusOf } from './document-replies';
import type { SuccessReplies } from './document-replies';
import type { Permission } from './permission-table';
import { DEFAULT_BODY_LIMIT } from './policy';
import type { Hint, OperationPolicy, SubBucket } from './policy';

export const ROUTE_POLICY = 'duvo:policy';

export interface OperationOptions {
  /** operationId: name of the operation, of the tool, and in log, metrics and audit. */
  id: string;
  /** Short title for people. */
  summary: string;
  /** Written for a model that has to choose a tool: what it does, when to use it, what to call next. */
  description: string;
  /** Permission asked of the caller's role; `any`: every valid credential. */
  permission: Permission | 'any';
  hint: Hint;
  /** Whether it reaches systems outside this one. @default false */
  openWorld?: boolean;
  /** Replies by 2xx status. The first is the normal one. */
  response: SuccessReplies;
  /** Error codes besides the common ones. */
  errors?: readonly ErrorCode[];
  /** @default 1 */
  cost?: number;
  /** Bucket spent on top of `api`. */
  bucket?: SubBucket;
  /** Whether it honours `Idempotency-Key`. @default false */
  idempotent?: boolean;
  /** Largest body in bytes. @default 1 MiB */
  bodyLimit?: number;
  /**
   * Reply fields of an operation that gives a content in slices, so that a tool result can end early exactly, and the
   * parameter `limit` that bounds a slice in bytes, so that no more is read than a result holds.
   */
  slice?: { content: string; encoding: string; size: string; next: string; limit: string };
}

const COMMON_ERRORS: readonly ErrorCode[] = [
  'invalid_request',
  'invalid_token',
  'forbidden',
  'insufficient_scope',
  'payload_too_large',
  'rate_limited',
  'internal_error',
  'unavailable',
];
const IDEMPOTENCY_ERRORS: readonly ErrorCode[] = ['idempotency_conflict', 'idempotency_in_progress'];

/**
 * The one place of a route's policy. It makes the method an operation of the Public API, and thereby an MCP
 * tool: guards, limiter, validation, document and tool all read what stands here.
 */
export function Operation(options: OperationOptions): MethodDecorator {
  const policy: OperationPolicy = {
    kind: 'operation',
    id: options.id,
    permission: options.permission,
    hint: options.hint,
    cost: options.cost ?? 1,
    bucket: options.bucket,
    idempotent: options.idempotent ?? false,
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
    scope: options.hint === 'R' ? 'mcp:read' : 'mcp:write',
    errors: [...COMMON_ERRORS, ...(options.idempotent ? IDEMPOTENCY_ERRORS : []), ...(options.errors ?? [])],
  };
  return applyDecorators(
    SetMetadata(ROUTE_POLICY, policy),
    Access('credential'),
    HttpCode(statusOf(options.response)),
    ApiBearerAuth('bearer'),
    ApiOperation({ operationId: options.id, summary: options.summary, description: options.description }),
    ApiExtension('x-permission', policy.permission),
    ApiExtension('x-hint', { hint: policy.hint, open_world: options.openWorld ?? false }),
    ApiExtension('x-scope', policy.scope),
    ApiExtension('x-body-limit', policy.bodyLimit),
    ...(options.slice ? [ApiExtension('x-slice', options.slice)] : []),
    ...(policy.idempotent ? [idempotencyKeyHeader()] : []),
    ...documentReplies(options.response, policy.errors),
  );
}

function idempotencyKeyHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Repeat the same key when retrying; the first reply is then given again.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
}
