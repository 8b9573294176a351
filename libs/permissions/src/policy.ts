import type { Scope } from '@app/auth';
import type { ErrorCode } from '@app/errors';
import type { Permission } from './permission-table';

/**
 * What a call does to the world, as hosts are told. `R` reads; `W` adds; `WI` writes, repeating changes nothing
 * more; `D` deletes, overwrites without history or interrupts; `D*` the same, repeating has a further effect.
 */
export type Hint = 'R' | 'W' | 'WI' | 'D' | 'D*';

/** Bucket that an operation spends on top of `api`. */
export type SubBucket = 'start_run' | 'sandbox_upload';

/** A limit that an operation brings along, counted per credential. */
export interface OperationQuota {
  /** Name that callers and the audit trail see; operations with the same name share it. */
  readonly bucket: string;
  /** Units per window. */
  readonly limit: number;
  readonly windowSeconds: number;
}

/** Everything the pipeline needs to know about an operation of the Public API. */
export interface OperationPolicy {
  readonly kind: 'operation';
  readonly id: string;
  /** `any`: every valid credential. */
  readonly permission: Permission | 'any';
  readonly hint: Hint;
  /** Units charged to every counter of the call. */
  readonly cost: number;
  readonly bucket: SubBucket | undefined;
  /** Counted on top of all others. */
  readonly quota?: OperationQuota;
  /** Media types of bodies that are handed on as bytes; left out: JSON alone, parsed. `*` takes every type. */
  readonly rawTypes?: readonly string[];
  /** Whether it honours `Idempotency-Key`. */
  readonly idempotent: boolean;
  /** Largest accepted body in bytes. */
  readonly bodyLimit: number;
  readonly scope: Scope;
  readonly errors: readonly ErrorCode[];
}

/** Everything that is not an operation: the MCP endpoint, health, documents, sign-in, dashboard surface. */
export interface SurfacePolicy {
  readonly kind: 'surface';
  /** Name in log, metrics and audit. */
  readonly id: string;
  readonly access: 'credential' | 'session' | 'public';
  /** Asked of the role of a signed-in user; `undefined`: none. */
  readonly permission?: Permission;
  readonly cost: number;
  readonly bodyLimit: number;
  /** Its JSON body is read although the caller has shown no credential. */
  readonly bodyOfAnybody?: true;
  /** The handler serves routes that are loaded while the process runs; each of them has a policy of its own. */
  readonly loaded?: true;
}

export type RoutePolicy = OperationPolicy | SurfacePolicy;

export const KIB = 1024;
export const MIB = 1024 * KIB;
/** Body limit of a route that does not set its own, in bytes. */
export const DEFAULT_BODY_LIMIT = MIB;
/** Body limit of routes that carry a file as base64, and of `/v1/mcp`, in bytes. */
export const FILE_BODY_LIMIT = 15 * MIB;

/** @returns the four MCP annotations that a hint stands for */
export function annotationsOf(hint: Hint): { readOnly: boolean; destructive: boolean; idempotent: boolean } {
  return {
    readOnly: hint === 'R',
    destructive: hint === 'D' || hint === 'D*',
    idempotent: hint === 'R' || hint === 'WI' || hint === 'D',
  };
}
