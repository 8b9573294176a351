import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ApiKeysService, Clock, KeyLifeError } from '@app/auth';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import type { PageQuery } from '../fields.schemas';
import { StepUp } from '../step-up/step-up.service';
import { requireWholeTeam } from '../whole-team';
import { toKeyView, toMadeKeyView } from './api-keys.schemas';
import type {
  BoundKeyBody,
  CreateKeyBody,
  KeyPolicyBody,
  KeyPolicyView,
  KeysView,
  KeyView,
  MadeKeyView,
  RevokeAllBody,
  RotateKeyBody,
} from './api-keys.schemas';

const PAST = [{ field: 'expires_at', code: 'custom', message: 'must be in the future' }];

/** API keys of a person, or of all the team, in the team in which the session acts. */
@Injectable()
export class KeySettings {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly stepUp: StepUp,
    private readonly clock: Clock,
  ) {}

  listOwn({ teamId, userId }: CallerContext, query: PageQuery): Promise<KeysView> {
    return this.page(teamId, userId, query);
  }

  /** @throws ApiException forbidden for whoever reaches only their own keys */
  async listTeam(caller: CallerContext, query: PageQuery): Promise<KeysView> {
    requireWholeTeam(caller, 'api_keys:manage');
    return this.page(caller.teamId, undefined, query);
  }

  /** @throws ApiException step_up_required; invalid_request for an end that is past, or later than the team allows */
  async create(
    { teamId, userId }: CallerContext,
    request: Request,
    body: CreateKeyBody,
  ): Promise<MadeKeyView> {
    await this.stepUp.require(request);
    const { name, scopes, expires_at: end, mcp_bound: mcpBound } = body;
    const expiresAt = typeof end === 'string' ? new Date(end) : end;
    if (expiresAt && expiresAt.getTime() <= this.clock.now())
      throw new ApiException('invalid_request', { details: PAST });
    const key = { userId, name, scopes, expiresAt, mcpBound };
    return toMadeKeyView(await this.keys.create(teamId, key).catch(refuseLongLife));
  }

  /** @throws ApiException step_up_required; not_found unless it is a key of the caller that can still be used */
  async rotate(
    { teamId, userId }: CallerContext,
    request: Request,
    id: string,
    { old_valid_seconds: oldValidSeconds }: RotateKeyBody,
  ): Promise<MadeKeyView> {
    await this.stepUp.require(request);
    const made = await this.keys.rotate(teamId, { id, userId, oldValidSeconds });
    if (!made) throw new ApiException('not_found');
    return toMadeKeyView(made);
  }

  /** @throws ApiException step_up_required; not_found unless it is a key of the caller that was not revoked */
  async revokeOwn(
    { teamId, userId }: CallerContext,
    request: Request,
    id: string,
  ): Promise<{ api_key: KeyView }> {
    await this.stepUp.require(request);
    const key = await this.keys.revoke(teamId, id, userId);
    if (!key) throw new ApiException('not_found');
    return { api_key: toKeyView(key) };
  }

  /** @throws ApiException forbidden, step_up_required; not_found unless the team has such a key */
  async revokeAny(caller: CallerContext, request: Request, id: string): Promise<{ api_key: KeyView }> {
    requireWholeTeam(caller, 'api_keys:manage');
    await this.stepUp.require(request);
    const key = await this.keys.revoke(caller.teamId, id);
    if (!key) throw new ApiException('not_found');
    return { api_key: toKeyView(key) };
  }

  /** @throws ApiException forbidden, step_up_required */
  async revokeAll(
    caller: CallerContext,
    request: Request,
    { user_id: userId }: RevokeAllBody,
  ): Promise<{ revoked: number }> {
    requireWholeTeam(caller, 'api_keys:manage');
    await this.stepUp.require(request);
    return { revoked: await this.keys.revokeAll(caller.teamId, userId ?? undefined) };
  }

  async policy({ teamId }: CallerContext): Promise<KeyPolicyView> {
    return { key_policy: { max_days: await this.keys.maxDaysOf(teamId) } };
  }

  /** @throws ApiException forbidden, step_up_required */
  async setPolicy(
    caller: CallerContext,
    request: Request,
    { max_days: maxDays }: KeyPolicyBody,
  ): Promise<KeyPolicyView> {
    requireWholeTeam(caller, 'api_keys:manage');
    await this.stepUp.require(request);
    await this.keys.setMaxDays(caller.teamId, maxDays);
    return this.policy(caller);
  }

  /** @throws ApiException forbidden, step_up_required; not_found unless the team has such a key that was not revoked */
  async bindAny(
    caller: CallerContext,
    request: Request,
    id: string,
    { mcp_bound: mcpBound }: BoundKeyBody,
  ): Promise<{ api_key: KeyView }> {
    requireWholeTeam(caller, 'api_keys:manage');
    await this.stepUp.require(request);
    const key = await this.keys.setMcpBound(caller.teamId, id, mcpBound);
    if (!key) throw new ApiException('not_found');
    return { api_key: toKeyView(key) };
  }

  private async page(
    teamId: CallerContext['teamId'],
    userId: string | undefined,
    query: PageQuery,
  ): Promise<KeysView> {
    const { keys, total } = await this.keys.page(teamId, userId, query);
    return { api_keys: keys.map(toKeyView), total, ...query };
  }
}

function refuseLongLife(error: unknown): never {
  if (!(error instanceof KeyLifeError)) throw error;
  throw new ApiException('invalid_request', {
    details: [{ field: 'expires_at', code: 'too_big', message: error.message }],
  });
}
