import { ApiKeysService } from '@app/auth';
import type { Role } from '@app/auth';
import type { RestReply } from '../../support/rest-client';
import type { TestApp } from '../../support/test-app';
import { signedIn } from '../../sessions/support/signed-in';

export interface DashboardOptions {
  readonly body?: unknown;
  readonly query?: object;
  /** Without the CSRF token, or with this one. */
  readonly csrf?: string | false;
}

export type Dashboard = (method: string, path: string, options?: DashboardOptions) => Promise<RestReply>;

/** The dashboard in the browser of a user: what it sends to `/api`. */
export async function dashboardOf(app: TestApp, userId: string): Promise<Dashboard> {
  const { headers } = await signedIn(app, userId);
  return (method, path, { csrf, ...options } = {}) => {
    const { 'x-csrf-token': token, ...others } = headers as Record<string, string>;
    const sent = csrf === false ? undefined : (csrf ?? token);
    return app.rest(method, `/api/admin${path}`, {
      body: options.body,
      query: options.query as Record<string, string>,
      headers: { ...others, ...(sent !== undefined && { 'x-csrf-token': sent }) },
    });
  };
}

export const dashboardAs = (app: TestApp, role: Role): Promise<Dashboard> =>
  dashboardOf(app, app.world.acme.userIds[role]);

/** Makes a key that nobody has used, so that no other calls count with it. */
export async function freshKey(app: TestApp, role: Role): Promise<{ id: string; secret: string }> {
  const { teamId, userIds } = app.world.acme;
  const { apiKey, secret } = await app
    .get(ApiKeysService)
    .create(teamId, { userId: userIds[role], name: 'Fresh' });
  return { id: apiKey.id, secret };
}

/** Calls the cheapest operation. @returns the statuses */
export async function callTimes(app: TestApp, key: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    statuses.push((await app.rest('GET', '/v1/roles', { key })).status);
  }
  return statuses;
}

export const countOf = (statuses: readonly number[], status: number): number =>
  statuses.filter((one) => one === status).length;
