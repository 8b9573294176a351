import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import { toPageView } from '../shared';
import type { Page } from '../shared';
import { accessOf, oversees, reaches } from './access-level';
import type { Subject } from './access-level';
import { ConnectionsRepository } from './connections.repository';
import { toConnectionView } from './connections.schemas';
import type { ConnectionView, ConnectionWithAccess, ListConnectionsQuery } from './connections.schemas';
import type { ConnectionRow } from './connections.tables';

@Injectable()
export class ConnectionsService {
  constructor(private readonly connections: ConnectionsRepository) {}

  async list(caller: Subject, query: ListConnectionsQuery) {
    return toPageView('connections', await this.page(caller, query), query, toConnectionView);
  }

  /** @returns what the caller may see the existence of, with their level on each */
  async page(caller: Subject, query: ListConnectionsQuery): Promise<Page<ConnectionWithAccess>> {
    const visibleTo = oversees(caller.role) ? undefined : caller;
    const { rows, total } = await this.connections.list(caller.teamId, { ...query, visibleTo });
    return { rows: await this.withAccess(caller, rows), total };
  }

  /** @throws not_found, connection_forbidden */
  async get(caller: Subject, id: string): Promise<{ connection: ConnectionView }> {
    const found = await this.find(caller, id);
    if (found.access === 'none' && !oversees(caller.role)) {
      throw new ApiException('connection_forbidden', { message: 'You have no access to this connection.' });
    }
    return { connection: toConnectionView(found) };
  }

  /** @throws not_found; whether the caller may see it is for who asks */
  async find(caller: Subject, id: string): Promise<ConnectionWithAccess> {
    const [found] = await this.withAccess(caller, await this.connections.byIds(caller.teamId, [id]));
    if (!found) throw new ApiException('not_found');
    return found;
  }

  /** @returns those of the ids that the team has, whoever may use them */
  async existing(teamId: TeamId, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    return new Set((await this.connections.byIds(teamId, ids)).map((row) => row.id));
  }

  /**
   * @returns the connections among the ids on which the subject lacks level `use`, in the order of the ids; an
   * id that the team does not have is left out
   */
  async missingUse(teamId: TeamId, subject: Subject, ids: readonly string[]): Promise<ConnectionRow[]> {
    if (ids.length === 0) return [];
    const found = await this.withAccess(subject, await this.connections.byIds(teamId, ids));
    const missing = found.filter(({ access }) => !reaches(access, 'use')).map(({ row }) => row);
    return missing.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  }

  /** @throws connection_forbidden, with one detail per connection on which the subject lacks `use` */
  async requireUse(teamId: TeamId, subject: Subject, ids: readonly string[]): Promise<void> {
    const missing = await this.missingUse(teamId, subject, ids);
    if (missing.length === 0) return;
    throw new ApiException('connection_forbidden', {
      details: missing.map(lacksUse),
    });
  }

  /**
   * What must hold for a run that uses the connections: the subject has level `use` on each, and each works.
   * @throws connection_forbidden, with one detail per connection on which the subject lacks `use`
   * @throws connection_broken, with one detail per connection that is broken or gone
   */
  async requireUsable(teamId: TeamId, subject: Subject, ids: readonly string[]): Promise<void> {
    await this.requireUse(teamId, subject, ids);
    if (ids.length === 0) return;
    const rows = new Map((await this.connections.byIds(teamId, ids)).map((row) => [row.id, row]));
    const unusable = ids.filter((id) => rows.get(id)?.status !== 'active');
    if (unusable.length === 0) return;
    throw new ApiException('connection_broken', {
      details: unusable.map((id) => isBroken(id, rows.get(id))),
    });
  }

  /** @returns the connections with the level that the subject has on each */
  async withAccess(subject: Subject, rows: readonly ConnectionRow[]): Promise<ConnectionWithAccess[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const grants = await this.connections.grants(subject.teamId, ids);
    const grantsOn = (row: ConnectionRow) => grants.filter((grant) => grant.connectionId === row.id);
    return rows.map((row) => ({ row, access: accessOf(row, grantsOn(row), subject) }));
  }
}

const lacksUse = (row: ConnectionRow): ErrorDetail => ({
  field: 'connections',
  code: 'connection_forbidden',
  message: `${row.id} (${row.name}) needs level use`,
});

const isBroken = (id: string, row: ConnectionRow | undefined): ErrorDetail => ({
  field: 'connections',
  code: 'connection_broken',
  message: row
    ? `${id} (${row.name}) is broken${row.brokenReason ? `: ${row.brokenReason}` : ''}`
    : `${id} is gone`,
});
