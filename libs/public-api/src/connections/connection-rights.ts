import type { Subject } from './access-level';
import { oversees, reaches } from './access-level';
import type { ConnectionRight } from './connection-settings.schemas';
import type { ConnectionWithAccess } from './connections.schemas';

const MAY_DELETE_ANY: readonly Subject['role'][] = ['owner', 'admin'];

/**
 * What somebody may do with a connection besides using it. Who oversees the connections of a team can end the
 * sharing of any, which gives nobody more than they had; to change one takes the level manage.
 */
export function rightsOn({ row, access }: ConnectionWithAccess, subject: Subject): ConnectionRight[] {
  const edits = reaches(access, 'manage');
  const unshares = row.shared && oversees(subject.role);
  const deletes = row.ownerId === subject.userId || MAY_DELETE_ANY.includes(subject.role);
  return [
    ...(edits ? ['edit' as const] : []),
    ...(edits || unshares ? ['unshare' as const] : []),
    ...(deletes ? ['delete' as const] : []),
  ];
}
