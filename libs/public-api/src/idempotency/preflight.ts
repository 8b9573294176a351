import { SetMetadata } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { z } from 'zod';

const PREFLIGHT = 'duvo:preflight';

/** A check that takes its time outside this process, such as a look into the DNS. */
export interface Preflight<Body> {
  /**
   * @param body valid
   * @throws ApiException if the call is to be refused
   */
  check(body: Body): Promise<void>;
}

export interface DeclaredPreflight {
  /** Schema of the operation's body; what does not fit it is left to the validation of the operation. */
  readonly schema: z.ZodType;
  /** Provider that does the check. */
  readonly by: Type<Preflight<unknown>>;
}

/**
 * Declares what has to be checked before the transaction of an operation begins: it would hold a connection, and on
 * the embedded database keep everybody else waiting, for as long as somebody else takes to answer. Nothing is checked
 * for a reply that is only given again.
 */
export function BeforeTransaction<Schema extends z.ZodType>(
  schema: Schema,
  by: Type<Preflight<z.output<Schema>>>,
): MethodDecorator {
  return SetMetadata(PREFLIGHT, { schema, by } satisfies DeclaredPreflight);
}

/** @returns what the handler of a route declares */
export function preflightOf(handler: object): DeclaredPreflight | undefined {
  return Reflect.getMetadata(PREFLIGHT, handler) as DeclaredPreflight | undefined;
}
