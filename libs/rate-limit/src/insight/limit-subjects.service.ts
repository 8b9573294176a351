import { Injectable } from '@nestjs/common';
import { ApiKeysService, clientCredentialId, TeamDirectory } from '@app/auth';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { LimitSubject } from '../limit-subject';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whom an admin asks about. */
export type SubjectReference =
  | { readonly apiKeyId: string }
  | { readonly userId: string }
  | { readonly clientId: string; readonly userId?: string | undefined };

/** Finds those whose limits an admin asks for. */
@Injectable()
export class LimitSubjects {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly people: TeamDirectory,
  ) {}

  /** @throws not_found for a key or user that is not of the team */
  async find(teamId: TeamId, reference: SubjectReference): Promise<LimitSubject> {
    if ('apiKeyId' in reference) return this.ofKey(teamId, reference.apiKeyId);
    if ('clientId' in reference) return this.ofClient(teamId, reference.clientId, reference.userId);
    return this.ofUser(teamId, reference.userId);
  }

  private async ofKey(teamId: TeamId, id: string): Promise<LimitSubject> {
    const key = (await this.apiKeys.list(teamId)).find((one) => one.id === id);
    if (!key) throw notFound('API key', id);
    return { ...(await this.ofUser(teamId, key.userId)), credential: { type: 'api_key', id } };
  }

  private async ofUser(
    teamId: TeamId,
    userId: string,
  ): Promise<Required<Pick<LimitSubject, 'teamId' | 'userId' | 'role'>>> {
    const member = UUID.test(userId) ? await this.people.member(teamId, userId) : undefined;
    if (!member) throw notFound('user', userId);
    return { teamId, userId, role: member.role };
  }

  /** Without a user it is not known whose calls count, nor which role's rule holds where the client has none. */
  private async ofClient(
    teamId: TeamId,
    clientId: string,
    userId: string | undefined,
  ): Promise<LimitSubject> {
    if (userId === undefined) return { teamId, credential: { type: 'oauth', clientId } };
    const user = await this.ofUser(teamId, userId);
    const id = clientCredentialId({ userId, clientId, teamId });
    return { ...user, credential: { type: 'oauth', id, clientId } };
  }
}

const notFound = (what: string, id: string): ApiException =>
  new ApiException('not_found', { message: `There is no ${what} ${id} in this team.` });
