import type { Role } from '@app/auth';
import type { TeamId } from '@app/database';
import { clientOf } from './api-client';
import type { ApiClient } from './api-client';
import { createTestApp } from './test-app';
import type { TestApp, TestAppOptions } from './test-app';

/** The application for a test file, and everybody who calls it. */
export interface Callers {
  /** A member of Acme with this role. */
  as(role: Role): ApiClient;
  withKey(key: string): ApiClient;
  userId(role: Role): string;
  /** An owner of Globex. */
  readonly stranger: ApiClient;
  readonly anonymous: ApiClient;
  /** The owner of Acme with a key that may only read. */
  readonly readOnly: ApiClient;
  readonly app: TestApp;
  readonly teamId: TeamId;
}

/** An embedded database takes its time to be made. */
const START_MS = 180_000;

/**
 * Starts one application for the test file it is called in.
 * @param prepare what to do before its first test
 */
export function useCallers(
  options: TestAppOptions = {},
  prepare?: (app: TestApp) => Promise<unknown>,
): Callers {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp(options);
    await prepare?.(app);
  }, START_MS);
  afterAll(() => app.close());
  return {
    as: (role) => clientOf(app, app.world.acme.keys[role]),
    withKey: (key) => clientOf(app, key),
    userId: (role) => app.world.acme.userIds[role],
    get stranger() {
      return clientOf(app, app.world.globex.ownerKey);
    },
    get anonymous() {
      return clientOf(app, undefined);
    },
    get readOnly() {
      return clientOf(app, app.world.acme.readOnlyKey);
    },
    get app() {
      return app;
    },
    get teamId() {
      return app.world.acme.teamId;
    },
  };
}
