import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { ERRORS } from '@app/errors';
import type { ErrorCode } from '@app/errors';
import { errorBodySchema } from './error-body.schema';

/** Replies of a route by 2xx status. */
export type SuccessReplies = Readonly<Partial<Record<200 | 201, z.ZodType>>>;

/** @returns decorators that put the replies of a route into the document */
export function documentReplies(replies: SuccessReplies, errors: readonly ErrorCode[]): MethodDecorator[] {
  const statuses = Object.keys(replies).map(Number);
  return [
    ...statuses.map((status) => successReply(status, replies[status as 200 | 201])),
    ...errorReplies(errors),
  ];
}

/** @returns the status of a route that goes well */
export const statusOf = (replies: SuccessReplies): 200 | 201 => (201 in replies ? 201 : 200);

function successReply(status: number, schema: z.ZodType | undefined): MethodDecorator {
  return ApiResponse({ status, description: status === 201 ? 'Created' : 'OK', standardSchema: schema });
}

function errorReplies(codes: readonly ErrorCode[]): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  return statuses.map((status) => {
    const description = codes.filter((code) => ERRORS[code].status === status).join(', ');
    return ApiResponse({ status, description, standardSchema: errorBodySchema });
  });
}
