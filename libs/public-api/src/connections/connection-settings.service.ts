import { Injectable } from '@nestjs/common';
import { TeamMembers } from '@app/auth';
import { ApiException } from '@app/errors';
import { Standing } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import type { Subject } from './access-level';
import { ConnectionCredentials } from './connection-credentials.service';
import { rightsOn } from './connection-rights';
import { ConnectionSettingsRepository } from './connection-settings.repository';
import type { ConnectionChange } from './connection-settings.repository';
import { toConnectionView } from './connections.schemas';
import type { ConnectionWithAccess, ListConnectionsQuery } from './connections.schemas';
import { ConnectionsService } from './connections.service';
import type {
  ConnectionRight,
  CreateConnectionBody,
  OwnConnectionView,
  UpdateConnectionBody,
} from './connection-settings.schemas';

/**
 * Makes and changes connections for people in the dashboard. Each write holds the team, so that nobody who leaves or
 * loses a role meanwhile writes with what they had before.
 */
@Injectable()
export class ConnectionSettings {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly repository: ConnectionSettingsRepository,
    private readonly credentials: ConnectionCredentials,
    private readonly members: TeamMembers,
    private readonly standing: Standing,
  ) {}

  async list(caller: CallerContext, query: ListConnectionsQuery) {
    const page = await this.connections.page(caller, query);
    return toPageView('connections', page, query, (found) => toOwnView(found, caller));
  }

  /** @throws ApiException forbidden for whoever has left or may make none any more */
  create(caller: CallerContext, body: CreateConnectionBody): Promise<{ connection: OwnConnectionView }> {
    const { teamId, userId: ownerId } = caller;
    return this.asSubject(caller, async (subject) => {
      const { name, type, provider, scopes, shared } = body;
      const fields = { name, type, provider, scopes, shared, accountLabel: body.account_label ?? null };
      const row = await this.repository.insert(teamId, { ...fields, ownerId });
      await this.credentials.write(teamId, row.id, body.credentials);
      return { connection: toOwnView({ row, access: 'manage' }, subject) };
    });
  }

  /** New credentials mend a broken connection. @throws ApiException not_found, connection_forbidden, forbidden */
  update(
    caller: CallerContext,
    id: string,
    body: UpdateConnectionBody,
  ): Promise<{ connection: OwnConnectionView }> {
    const { teamId } = caller;
    return this.asSubject(caller, async (subject) => {
      const found = await this.held(subject, id, needed(body));
      const row = await this.repository.update(teamId, id, {
        ...changeOf(body),
        ...(body.credentials && (await this.mended(subject, found))),
      });
      if (!row) throw new ApiException('not_found');
      if (body.credentials) await this.credentials.write(teamId, id, body.credentials);
      const [now = { row, access: 'none' as const }] = await this.connections.withAccess(subject, [row]);
      return { connection: toOwnView(now, subject) };
    });
  }

  /** @throws ApiException not_found, connection_forbidden, forbidden */
  delete(caller: CallerContext, id: string): Promise<{ success: true }> {
    return this.asSubject(caller, async (subject) => {
      await this.held(subject, id, 'delete');
      await this.repository.delete(caller.teamId, id);
      return { success: true } as const;
    });
  }

  /** Does work with the role that the caller has while nobody changes it. */
  asSubject<T>(caller: CallerContext, work: (subject: Subject) => Promise<T>): Promise<T> {
    return this.members.hold(caller.teamId, async () => {
      const role = await this.standing.roleOf(caller, 'connections:create');
      return work({ teamId: caller.teamId, userId: caller.userId, role });
    });
  }

  /** @throws ApiException not_found; connection_forbidden for want of the right */
  async held(subject: Subject, id: string, right: ConnectionRight): Promise<ConnectionWithAccess> {
    const found = await this.connections.find(subject, id);
    if (rightsOn(found, subject).includes(right)) return found;
    throw new ApiException('connection_forbidden', { message: LACKS[right] });
  }

  /** Whoever signs in for somebody who has left owns the connection from then on. */
  private async mended(
    { teamId, userId }: Subject,
    { row }: ConnectionWithAccess,
  ): Promise<ConnectionChange> {
    const hasOwner = (await this.members.find(teamId, row.ownerId)) !== undefined;
    return { status: 'active', brokenReason: null, ...(hasOwner ? {} : { ownerId: userId }) };
  }
}

const LACKS: Record<ConnectionRight, string> = {
  edit: 'To change a connection and its grants takes the level manage on it. Ask its owner for a grant.',
  unshare: 'Only a manager of the team, or somebody with the level manage, can take the sharing away.',
  delete: 'Only its owner, and admins and owners of the team, can delete a connection.',
};

const needed = ({ shared, ...rest }: UpdateConnectionBody): ConnectionRight =>
  shared === false && Object.values(rest).every((value) => value === undefined) ? 'unshare' : 'edit';

function changeOf({
  name,
  account_label: accountLabel,
  scopes,
  shared,
}: UpdateConnectionBody): ConnectionChange {
  return {
    ...(name !== undefined && { name }),
    ...(accountLabel !== undefined && { accountLabel }),
    ...(scopes && { scopes }),
    ...(shared !== undefined && { shared }),
  };
}

const toOwnView = (found: ConnectionWithAccess, subject: Subject): OwnConnectionView => ({
  ...toConnectionView(found),
  rights: rightsOn(found, subject),
});
