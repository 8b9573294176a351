import type { RestReply } from './rest-client';

/** An id that nothing has. */
export const UNKNOWN_ID = '3f0f3f0e-0000-4000-8000-000000000000';

/** Checks status and code of a refusal, that its body has the one form of errors, and the fields it names. */
export function expectError(
  reply: RestReply,
  status: number,
  error: string,
  fields?: readonly string[],
): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({
    status,
    body: { error, message: expect.any(String), request_id: reply.headers.get('x-request-id') },
  });
  if (fields) expect(reply.body.details.map(({ field }: { field: string }) => field)).toEqual(fields);
}

/** Checks that both are the same 404, so that nobody learns which ids other teams have. */
export function expectSameNotFound(foreign: RestReply, unknown: RestReply): void {
  expectError(foreign, 404, 'not_found');
  expect({ ...foreign.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
  expect(unknown.status).toBe(404);
}
