import { sql } from 'drizzle-orm';
import { ROLES } from '@app/auth';
import type { Role } from '@app/auth';
import type { TestApp } from '../../support/test-app';
import type { PrincipalName } from './principals';

export interface SandboxSeeds {
  /** Active, with `/workspace/seed.txt` and `/workspace/in/data.csv`. */
  readonly ownId: string;
  /** As the own one, but expired. */
  readonly expiredId: string;
  /** Active, of another user of the team. */
  readonly othersId: string;
}

const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

/** The user whom a principal stands for; the manager for those who are nobody, who are not allowed, or not of Acme. */
export function ownerOf(name: PrincipalName): Role {
  if (name === 'read-only key') return 'owner';
  return isRole(name) && name !== 'viewer' ? name : 'manager';
}

/** @returns what makes the sandboxes of a principal */
export async function plantSandboxes(app: TestApp): Promise<(name: PrincipalName) => Promise<SandboxSeeds>> {
  const plant = async (role: Role): Promise<string> => {
    const post = async (path: string, body: object): Promise<any> => {
      const reply = await app.rest('POST', path, { key: app.world.acme.keys[role], body });
      if (reply.status !== 201) throw new Error(`Seeding ${path} failed: ${reply.text}`);
      return reply.body;
    };
    const { sandbox } = await post('/v1/sandboxes', { name: `Seed of ${role}`, expires_in_minutes: 1440 });
    for (const path of ['/workspace/seed.txt', '/workspace/in/data.csv'])
      await post(`/v1/sandboxes/${sandbox.id}/files`, { path, content: path });
    return sandbox.id as string;
  };
  const ofAdmin = await plant('admin');
  const ofMember = await plant('member');
  return async (name) => {
    const role = ownerOf(name);
    const expiredId = await plant(role);
    await app.database.handle.execute(
      sql`update sandboxes set expires_at = now() - interval '1 hour' where id = ${expiredId}`,
    );
    return { ownId: await plant(role), expiredId, othersId: role === 'admin' ? ofMember : ofAdmin };
  };
}
