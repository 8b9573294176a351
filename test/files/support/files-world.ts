import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { blobChunksTable } from '@app/database';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import type { RestReply } from '../../support/rest-client';

export const STORAGE_LIMIT = 5 * 1024 ** 3;

type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Calls the API as one caller. */
export interface ApiClient {
  get(path: string, query?: object): Promise<RestReply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestReply>;
  put(path: string, body: unknown): Promise<RestReply>;
  /** The body as it is, for JSON that `JSON.stringify` does not write. */
  putRaw(path: string, body: string): Promise<RestReply>;
  patch(path: string, body: unknown): Promise<RestReply>;
  delete(path: string, query?: object): Promise<RestReply>;
}

export interface FilesWorld {
  /** A member of Acme with this role. */
  as(role: Role): ApiClient;
  /** An owner of Globex. */
  readonly stranger: ApiClient;
  readonly anonymous: ApiClient;
  withKey(key: string): ApiClient;
  userId(role: Role): string;
  readonly app: TestApp;
}

/** The application for a test file; no team has files, agents or used storage when a test begins. */
export function useFiles(): FilesWorld {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.handle.execute(sql`truncate files, blob_chunks, team_storage, agents cascade`);
  });
  return {
    as: (role) => clientOf(app, app.world.acme.keys[role]),
    get stranger() {
      return clientOf(app, app.world.globex.ownerKey);
    },
    get anonymous() {
      return clientOf(app, undefined);
    },
    withKey: (key) => clientOf(app, key),
    userId: (role) => app.world.acme.userIds[role],
    get app() {
      return app;
    },
  };
}

export function clientOf({ rest }: TestApp, key: string | undefined): ApiClient {
  return {
    get: (path, query = {}) => rest('GET', path, { key, query: query as Query }),
    post: (path, body, headers = {}) => rest('POST', path, { key, body, headers }),
    put: (path, body) => rest('PUT', path, { key, body }),
    putRaw: (path, rawBody) => rest('PUT', path, { key, rawBody }),
    patch: (path, body) => rest('PATCH', path, { key, body }),
    delete: (path, query = {}) => rest('DELETE', path, { key, query: query as Query }),
  };
}

/** @returns the whole content of a small file of Acme */
export async function contentOf(world: FilesWorld, path: string): Promise<Buffer> {
  const { body } = await world
    .as('owner')
    .get('/v1/files/content', { path, encoding: 'base64', max_bytes: 10_485_760 });
  return Buffer.from(body.content as string, 'base64');
}

/** @returns how many files have content in the database */
export async function blobCount({ app }: FilesWorld): Promise<number> {
  const blobs = await app.database.handle
    .selectDistinct({ id: blobChunksTable.blobId })
    .from(blobChunksTable);
  return blobs.length;
}

/** @returns bytes that Acme uses, as get_limits tells */
export async function usedBytes(world: FilesWorld): Promise<number> {
  const { body } = await world.as('owner').get('/v1/limits');
  return body.storage.used_bytes as number;
}

/** Has Acme use this many bytes of its storage. */
export async function useUpStorage({ app }: FilesWorld, bytes: number): Promise<void> {
  const { teamId } = app.world.acme;
  await app.database.handle.execute(
    sql`insert into team_storage (team_id, used_bytes) values (${teamId}, ${bytes})
        on conflict (team_id) do update set used_bytes = ${bytes}`,
  );
}

/**
 * Promotes a revision with this config, of a new agent or of the given one.
 * @returns id of the agent
 */
export async function goLiveWith(world: FilesWorld, config: object, agentId?: string): Promise<string> {
  const manager = world.as('manager');
  const full = { instructions: 'Do it', ...config };
  if (agentId === undefined) {
    const { status, body } = await manager.post('/v1/agents', {
      name: 'Live agent',
      config: full,
      promote: true,
    });
    expect(status).toBe(201);
    return body.agent.id as string;
  }
  const created = await manager.post(`/v1/agents/${agentId}/revisions`, { config: full });
  const promoted = await manager.post(`/v1/revisions/${created.body.revision.id}/promote`, undefined);
  expect(promoted.status).toBe(200);
  return agentId;
}
