import { Injectable } from '@nestjs/common';
import { TeamMembers } from '@app/auth';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { ConnectionSettingsRepository } from './connection-settings.repository';
import { ConnectionSettings } from './connection-settings.service';
import { toGrantView } from './connection-settings.schemas';
import type { GrantsView, GrantView, ReplaceGrantsBody } from './connection-settings.schemas';

/** Who may do what with a connection, as those who manage it see and change it. */
@Injectable()
export class ConnectionGrants {
  constructor(
    private readonly settings: ConnectionSettings,
    private readonly repository: ConnectionSettingsRepository,
    private readonly members: TeamMembers,
  ) {}

  /** @throws ApiException not_found, connection_forbidden */
  async list(caller: CallerContext, id: string): Promise<GrantsView> {
    await this.settings.held(caller, id, 'edit');
    return { grants: (await this.repository.grants(caller.teamId, id)).map(toGrantView) };
  }

  /** @throws ApiException not_found, connection_forbidden, forbidden; unknown_reference for who is not in the team */
  replace(caller: CallerContext, id: string, { grants }: ReplaceGrantsBody): Promise<GrantsView> {
    return this.settings.asSubject(caller, async (subject) => {
      await this.settings.held(subject, id, 'edit');
      await this.requireKnown(caller, grants);
      const given = grants.map(({ subject: kind, subject_id: subjectId, level }) => ({
        subject: kind,
        subjectId,
        level,
      }));
      await this.repository.replaceGrants(caller.teamId, id, given);
      return { grants: (await this.repository.grants(caller.teamId, id)).map(toGrantView) };
    });
  }

  private async requireKnown({ teamId }: CallerContext, grants: readonly GrantView[]): Promise<void> {
    const details: ErrorDetail[] = [];
    for (const [index, { subject, subject_id: id }] of grants.entries()) {
      const field = `grants.${index}.subject_id`;
      if (subject === 'team' && id !== teamId)
        details.push({ field, code: 'unknown_reference', message: 'must be the id of this team' });
      if (subject === 'user' && !(await this.members.find(teamId, id)))
        details.push({ field, code: 'unknown_reference', message: 'the team has no such member' });
    }
    if (details.length > 0) throw new ApiException('unknown_reference', { details });
  }
}
