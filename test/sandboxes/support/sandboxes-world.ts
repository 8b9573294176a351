import { sql } from 'drizzle-orm';
import type { ApiClient } from '../../support/api-client';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';
import { expectError, UNKNOWN_ID } from '../../support/refusals';
import type { RestReply } from '../../support/rest-client';

export const PATH = '/v1/sandboxes';
export { UNKNOWN_ID };

export type SandboxesWorld = Callers;

/** The application for a test file; no team has sandboxes or stored content when a test begins. */
export function useSandboxes(env: Readonly<Record<string, string>> = {}): SandboxesWorld {
  const world = useCallers({ env });
  beforeEach(async () => {
    await world.app.database.handle.execute(
      sql`truncate sandboxes, sandbox_files, blob_chunks, files cascade`,
    );
  });
  return world;
}

/** @returns id of a new sandbox */
export async function givenSandbox(by: ApiClient, fields: object = {}): Promise<string> {
  const reply = await by.post(PATH, fields);
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.sandbox.id as string;
}

/** Puts small files into a sandbox. */
export async function givenFiles(by: ApiClient, id: string, ...paths: string[]): Promise<void> {
  for (const path of paths) {
    const reply = await by.post(`${PATH}/${id}/files`, { path, content: path });
    expect(reply).toMatchObject({ status: 201 });
  }
}

/** Makes a sandbox of Acme hold so many bytes, as far as the rows say. */
export async function filledUpTo({ app }: SandboxesWorld, id: string, bytes: number): Promise<void> {
  await app.database.handle.execute(sql`
    insert into sandbox_files (sandbox_id, team_id, path, blob_id, size_bytes)
    values (${id}, ${app.world.acme.teamId}, '/workspace/filler', gen_random_uuid(), ${bytes})`);
}

/** Has a sandbox expire. */
export async function expire({ app }: SandboxesWorld, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await app.database.handle.execute(
      sql`update sandboxes set expires_at = now() - interval '1 second' where id = ${id}`,
    );
  }
}

/** @returns the first column of the first row as a number */
export async function numberOf({ app }: SandboxesWorld, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = (await app.database.handle.execute(query)) as { rows: Record<string, unknown>[] };
  return Number(Object.values(rows[0] ?? {})[0]);
}

/** @returns how many files have content in the database */
export const blobCount = (world: SandboxesWorld): Promise<number> =>
  numberOf(world, sql`select count(distinct blob_id) from blob_chunks`);

/** @returns how many files sandboxes have */
export const sandboxFileCount = (world: SandboxesWorld): Promise<number> =>
  numberOf(world, sql`select count(*) from sandbox_files`);

/** Checks status and code of a refusal. */
export const expectRefusal: (reply: RestReply, status: number, error: string) => void = expectError;

/**
 * What every operation on one sandbox answers to whom: 404, 403 and, where it needs an active sandbox, 410.
 * @param call makes a call that would otherwise succeed
 */
export function describeAccess(
  world: SandboxesWorld,
  call: (by: ApiClient, id: string) => Promise<RestReply>,
  needs: { readonly active: boolean },
): void {
  describe('401', () => {
    it('requires a credential', async () => {
      expect((await call(world.anonymous, UNKNOWN_ID)).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for sandboxes:use, which a viewer lacks', async () => {
      expectRefusal(await call(world.as('viewer'), UNKNOWN_ID), 403, 'forbidden');
    });

    it.each(['manager', 'builder', 'member'] as const)(
      'refuses a %s a sandbox of somebody else, active or not',
      async (role) => {
        const id = await givenSandbox(world.as('admin'));
        expectRefusal(await call(world.as(role), id), 403, 'forbidden');
        await expire(world, id);
        expectRefusal(await call(world.as(role), id), 403, 'forbidden');
      },
    );

    it.each(['owner', 'admin'] as const)('lets an %s use every sandbox of the team', async (role) => {
      const reply = await call(world.as(role), await givenSandbox(world.as('member')));
      expect(reply.status).toBeLessThan(300);
    });
  });

  describe('404', () => {
    it('does not tell a sandbox of another team from none, active or not', async () => {
      const id = await givenSandbox(world.stranger);
      const seen = async (sandboxId: string) => {
        const reply = await call(world.as('owner'), sandboxId);
        expectRefusal(reply, 404, 'not_found');
        return { ...reply.body, request_id: '' } as object;
      };
      const unknown = await seen(UNKNOWN_ID);
      expect(await seen(id)).toEqual(unknown);
      await expire(world, id);
      expect(await seen(id)).toEqual(unknown);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      const reply = await call(world.as('member'), 'not-a-uuid');
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field: 'sandbox_id' }]);
    });
  });

  if (!needs.active) return;
  describe('410', () => {
    it.each(['member', 'owner'] as const)('refuses a %s a sandbox that has expired', async (role) => {
      const id = await givenSandbox(world.as('member'));
      await expire(world, id);
      expectRefusal(await call(world.as(role), id), 410, 'sandbox_expired');
    });
  });
}
