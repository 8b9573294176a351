import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { ConnectedApps } from '@app/oauth-server';
import type { ConnectedApp } from '@app/oauth-server';
import type { CallerContext } from '@app/permissions';
import type { PageQuery } from '../fields.schemas';
import { requireWholeTeam } from '../whole-team';
import { toConnectedAppView } from './connected-apps.schemas';
import type { ConnectedAppsView } from './connected-apps.schemas';

const DONE = { success: true } as const;

/** Connected programs of a person, or of all the team, in the team in which the session acts. */
@Injectable()
export class AppSettings {
  constructor(private readonly apps: ConnectedApps) {}

  async listOwn({ teamId, userId }: CallerContext, query: PageQuery): Promise<ConnectedAppsView> {
    return pageOf(await this.apps.ofUser(userId, teamId), query);
  }

  /** @throws ApiException forbidden for whoever reaches only their own */
  async listTeam(caller: CallerContext, query: PageQuery): Promise<ConnectedAppsView> {
    requireWholeTeam(caller, 'connected_apps:manage');
    return pageOf(await this.apps.ofTeam(caller.teamId), query);
  }

  /** @throws ApiException not_found unless the caller has approved it, for this team, and it still stands */
  async revokeOwn({ teamId, userId }: CallerContext, id: string): Promise<typeof DONE> {
    if (!(await this.apps.revoke(teamId, id, userId))) throw new ApiException('not_found');
    return DONE;
  }

  /** @throws ApiException forbidden; not_found unless it stands for the team */
  async revokeAny(caller: CallerContext, id: string): Promise<typeof DONE> {
    requireWholeTeam(caller, 'connected_apps:manage');
    if (!(await this.apps.revoke(caller.teamId, id))) throw new ApiException('not_found');
    return DONE;
  }
}

/** A person approves few programs, and so do those of a team together: a page is cut from all of them. */
function pageOf(all: readonly ConnectedApp[], { limit, offset }: PageQuery): ConnectedAppsView {
  const page = all.slice(offset, offset + limit).map(toConnectedAppView);
  return { connected_apps: page, total: all.length, limit, offset };
}
