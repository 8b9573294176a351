import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { OAuthKeeper } from '@app/operator';
import type { KeptApp, KeyRotation } from '@app/operator';
import { ServerKeys } from '../keys/server-keys.service';
import { ApprovalsRepository } from './approvals.repository';
import { ConnectedApps } from './connected-apps.service';

/** What the operator's commands ask of the authorization server. */
@Injectable()
export class OperatorOAuth extends OAuthKeeper {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly connected: ConnectedApps,
    private readonly keys: ServerKeys,
  ) {
    super();
  }

  apps(filter: Parameters<OAuthKeeper['apps']>[0]): Promise<KeptApp[]> {
    return this.approvals.find(filter);
  }

  revoke({ id, team }: KeptApp): Promise<boolean> {
    return this.connected.revoke(asTeamId(team.id), id);
  }

  rotateKeys(atOnce: boolean): Promise<KeyRotation> {
    return this.keys.rotate(atOnce);
  }
}
