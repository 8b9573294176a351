import { ROLES } from '@app/auth';
import type { World } from '../../support/world';

/** Everybody who may knock: without, with a useless, with a weak and with a full credential. */
export const PRINCIPALS = [
  'no credential',
  'garbage key',
  'revoked key',
  ...ROLES,
  'key of another team',
  'read-only key',
] as const;

export type PrincipalName = (typeof PRINCIPALS)[number];

export function keyOf(world: World, name: PrincipalName): string | undefined {
  switch (name) {
    case 'no credential':
      return undefined;
    case 'garbage key':
      return 'duvo_live_000000000000000000000000000000000000';
    case 'revoked key':
      return world.acme.revokedKey;
    case 'key of another team':
      return world.globex.ownerKey;
    case 'read-only key':
      return world.acme.readOnlyKey;
    default:
      return world.acme.keys[name];
  }
}
