import { sql } from 'drizzle-orm';
import { blobChunksTable } from '@app/database';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';

export const STORAGE_LIMIT = 5 * 1024 ** 3;

export type FilesWorld = Callers;

/** The application for a test file; no team has files, agents or used storage when a test begins. */
export function useFiles(): FilesWorld {
  const world = useCallers();
  beforeEach(async () => {
    await world.app.database.handle.execute(sql`truncate files, blob_chunks, team_storage, agents cascade`);
  });
  return world;
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
