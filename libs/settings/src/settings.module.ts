import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { OAuthPagesModule } from '@app/oauth-server';
import { AuditTrailModule } from '@app/telemetry';
import { KeyPolicyController } from './api-keys/key-policy.controller';
import { KeySettings } from './api-keys/key-settings.service';
import { OwnKeysController } from './api-keys/own-keys.controller';
import { TeamKeysController } from './api-keys/team-keys.controller';
import { AppSettings } from './connected-apps/app-settings.service';
import { OwnAppsController } from './connected-apps/own-apps.controller';
import { TeamAppsController } from './connected-apps/team-apps.controller';
import { ConnectionCheckController } from './connection-check/connection-check.controller';
import { ConnectionCheck } from './connection-check/connection-check.service';
import { AcceptInviteController } from './invites/accept-invite.controller';
import { InviteAcceptance } from './invites/invite-acceptance.service';
import { InviteSettings } from './invites/invite-settings.service';
import { InvitesController } from './invites/invites.controller';
import { Departures } from './members/departures';
import { MemberSettings } from './members/member-settings.service';
import { MembersController } from './members/members.controller';
import { Me } from './session/me.service';
import { PageRequests } from './session/page-requests.service';
import { PasswordCheck } from './session/password-check.service';
import { SessionController } from './session/session.controller';
import { DashboardSession } from './session/session.service';
import { StepUpController } from './step-up/step-up.controller';
import { StepUp } from './step-up/step-up.service';
import { WebhookSecretController } from './webhook-secret/webhook-secret.controller';
import { WebhookSecretSettings } from './webhook-secret/webhook-secret.service';

/** `/api/settings`: what each person sees and changes in the dashboard, and what admins see of it for all. */
@Module({
  controllers: [
    SessionController,
    StepUpController,
    OwnKeysController,
    TeamKeysController,
    KeyPolicyController,
    OwnAppsController,
    TeamAppsController,
    InvitesController,
    AcceptInviteController,
    MembersController,
    WebhookSecretController,
    ConnectionCheckController,
  ],
  providers: [
    DashboardSession,
    Me,
    PageRequests,
    PasswordCheck,
    StepUp,
    KeySettings,
    AppSettings,
    Departures,
    InviteSettings,
    InviteAcceptance,
    MemberSettings,
    WebhookSecretSettings,
    ConnectionCheck,
  ],
})
export class SettingsModule {
  /** @param webhookSecrets module that exports a WebhookSecretKeeper */
  static forRoot(webhookSecrets: Type): DynamicModule {
    return { module: SettingsModule, imports: [AuditTrailModule, OAuthPagesModule, webhookSecrets] };
  }
}
