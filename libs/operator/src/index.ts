export { OperatorModule } from './operator.module';
export { OperatorCommandsModule } from './operator-commands.module';
export { OperatorCommands } from './operator-commands.service';
export type { CommandWrite, OperatorCommand } from './operator-command';
export { OperatorError } from './operator-error';
export type { AuditPageView } from './audit/audit.views';
export { askServer } from './control-socket/control-socket.client';
export { controlSocketPath } from './control-socket/socket-path';
export type { IdentityView } from './identities/identities.views';
export type {
  CreatedKeyView,
  KeyListView,
  KeyView,
  RevokedKeyView,
  UserListView,
  UserView,
} from './keys/keys.views';
export { WebhookCommandsModule } from './webhooks/webhook-commands.module';
export type { WebhookSecretView } from './webhooks/webhooks.views';
export type { CreatedTeamView, PasswordView, TeamListView, TeamMemberView } from './teams/teams.views';
export { OAuthCommandsModule } from './oauth/oauth-commands.module';
export { OAuthKeeper } from './oauth/oauth-keeper';
export type { KeptApp, KeyRotation } from './oauth/oauth-keeper';
export type { ConnectedAppListView, ConnectedAppView, RotatedKeysView } from './oauth/oauth.views';
export { LimitCommandsModule } from './limits/limit-commands.module';
export type {
  BucketUseView,
  ExplanationView,
  LimitView,
  PreviewView,
  RuleListView,
  RuleView,
  UsageView,
} from './limits/limits.views';
