import type { Role } from '@app/auth';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import type { RestOptions, RestReply } from '../../support/rest-client';

type Query = NonNullable<RestOptions['query']>;

/** Calls the API with one key. */
export interface Caller {
  get(path: string, query?: Query): Promise<RestReply>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<RestReply>;
  patch(path: string, body: unknown): Promise<RestReply>;
}

export interface Callers {
  /** A member of Acme with this role. */
  as(role: Role): Caller;
  userId(role: Role): string;
  /** An owner of the other team. */
  readonly stranger: Caller;
  readonly anonymous: Caller;
  readonly readOnly: Caller;
  app(): TestApp;
}

export { expectError, UNKNOWN_ID } from '../../support/refusals';

/** The application for a test file, with the demo data; tests add to it and remove nothing. */
export function useCallers(): Callers {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  // Keys exist once the application runs; callers can be named before that.
  const withKey = (key: () => string | undefined): Caller => ({
    get: (path, query = {}) => app.rest('GET', path, { key: key(), query }),
    post: (path, body, headers = {}) => app.rest('POST', path, { key: key(), body, headers }),
    patch: (path, body) => app.rest('PATCH', path, { key: key(), body }),
  });
  return {
    as: (role) => withKey(() => app.world.acme.keys[role]),
    userId: (role) => app.world.acme.userIds[role],
    stranger: withKey(() => app.world.globex.ownerKey),
    anonymous: withKey(() => undefined),
    readOnly: withKey(() => app.world.acme.readOnlyKey),
    app: () => app,
  };
}

/** Checks that two refusals cannot be told apart. */
export function expectSameRefusal(first: RestReply, second: RestReply): void {
  expect({ ...first.body, request_id: '' }).toEqual({ ...second.body, request_id: '' });
  expect(first.status).toBe(second.status);
}
