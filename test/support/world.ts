import type { INestApplication } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { ApiKeysService, AuthzInvalidation, ROLES } from '@app/auth';
import type { Role, Scope } from '@app/auth';
import { asTeamId, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { DEMO_TEAM, DemoSeeder, demoUserId } from '@app/public-api';

/** The people and keys that contract tests call as. Acme holds the demo data; Globex is the other team. */
export interface World {
  readonly acme: {
    readonly teamId: TeamId;
    readonly userIds: Readonly<Record<Role, string>>;
    /** A key of each role. */
    readonly keys: Readonly<Record<Role, string>>;
    /** The owner's key with the scope mcp:read only. */
    readonly readOnlyKey: string;
    readonly revokedKey: string;
  };
  readonly globex: { readonly teamId: TeamId; readonly ownerId: string; readonly ownerKey: string };
  /** Makes a further key. */
  newKey(
    teamId: TeamId,
    userId: string,
    options?: { scopes?: Scope[]; expiresInDays?: number | null },
  ): Promise<string>;
  /** Changes what a user is allowed to do, as the dashboard would. */
  setRole(teamId: TeamId, userId: string, role: Role): Promise<void>;
}

export async function createWorld(app: INestApplication): Promise<World> {
  const database = app.get(Database);
  const apiKeys = app.get(ApiKeysService);
  const newKey: World['newKey'] = async (teamId, userId, options = {}) =>
    (await apiKeys.create(teamId, { userId, name: 'Contract test', ...options })).secret;

  await app.get(DemoSeeder, { strict: false }).seed();
  const userIds = Object.fromEntries(ROLES.map((role) => [role, demoUserId(role)])) as Record<Role, string>;
  const keys = {} as Record<Role, string>;
  for (const role of ROLES) keys[role] = await newKey(DEMO_TEAM.id, userIds[role]);
  const revoked = await apiKeys.create(DEMO_TEAM.id, { userId: userIds.owner, name: 'Revoked' });
  await apiKeys.revoke(DEMO_TEAM.id, revoked.apiKey.id);

  const globex = await createGlobex(database);
  return {
    acme: {
      teamId: DEMO_TEAM.id,
      userIds,
      keys,
      readOnlyKey: await newKey(DEMO_TEAM.id, userIds.owner, { scopes: ['mcp:read'] }),
      revokedKey: revoked.secret,
    },
    globex: { ...globex, ownerKey: await newKey(globex.teamId, globex.ownerId) },
    newKey,
    setRole: async (teamId, userId, role) => {
      await database.handle.execute(
        sql`update members set role = ${role} where team_id = ${teamId} and user_id = ${userId}`,
      );
      app.get(AuthzInvalidation, { strict: false }).changed(`user:${userId}`);
    },
  };
}

const GLOBEX = {
  teamId: asTeamId('9f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f501'),
  ownerId: '9f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f502',
};

async function createGlobex(database: Database): Promise<{ teamId: TeamId; ownerId: string }> {
  const { handle } = database;
  const { teamId, ownerId } = GLOBEX;
  await handle.execute(sql`insert into teams (id, name) values (${teamId}, 'Globex') on conflict do nothing`);
  await handle.execute(
    sql`insert into users (id, name, email) values (${ownerId}, 'Gerda Globex', 'owner@globex.test') on conflict do nothing`,
  );
  await handle.execute(
    sql`insert into members (team_id, user_id, role) values (${teamId}, ${ownerId}, 'owner') on conflict do nothing`,
  );
  return GLOBEX;
}
