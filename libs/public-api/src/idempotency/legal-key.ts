import type { Request } from 'express';
import { ApiException } from '@app/errors';

const HEADER = 'idempotency-key';
const LEGAL_KEY = /^[\x20-\x7e]{1,255}$/;

/** @returns the idempotency key of a request, if it has one. @throws invalid_request if it is none */
export function legalKeyOf({ headers }: Request): string | undefined {
  const key = headers[HEADER];
  if (key === undefined || (typeof key === 'string' && LEGAL_KEY.test(key))) return key;
  throw new ApiException('invalid_request', {
    details: [
      {
        field: 'Idempotency-Key',
        message: 'must be 1 to 255 printable ASCII characters',
        code: 'invalid_format',
      },
    ],
  });
}
