import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import { messageOf } from './validation-message';
import type { Issue } from './validation-message';

/** Faults listed in one reply; a body of a million faults must not make a reply of a million lines. */
const MAX_DETAILS = 50;

/** Validates path, query and body by their zod schemas; every fault is named with its field. */
@Injectable()
export class RequestValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => invalidRequest(issues) });
  }

  /** A body that is left out is one without fields, so an operation whose fields are all optional needs none. */
  override transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const absent = metadata.type === 'body' && value === undefined;
    return super.transform(absent ? ({} as T) : value, metadata);
  }

  /** Unlike the base class we drop nothing in silence: strict schemas refuse a key named `__proto__`. */
  protected override stripProtoKeys(): void {}
}

export const validationPipe = (): RequestValidationPipe => new RequestValidationPipe();

/** @returns the 400 for a list of schema issues */
export function invalidRequest(issues: readonly Issue[]): ApiException {
  const details = issues.flatMap(toDetails).slice(0, MAX_DETAILS);
  return new ApiException('invalid_request', { details });
}

function toDetails(issue: Issue): ErrorDetail[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const code = issue.code ?? 'invalid';
  if (code === 'unrecognized_keys' && issue.keys) {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'is not a known field',
      code,
    }));
  }
  return [{ field: path.join('.') || 'body', message: messageOf(issue), code }];
}
