// Types alone: what the schemas of the server say of its replies, without any of its code.
import type { z } from 'zod';
import type {
  auditEntrySchema,
  auditLogReplySchema,
} from '../../../../libs/admin/src/audit-log/audit-log.reply';
import type { effectiveLimitsReply } from '../../../../libs/admin/src/insight/effective-limits.schemas';
import type { seriesReply, usageReply } from '../../../../libs/admin/src/insight/usage.schemas';
import type { PreviewView } from '../../../../libs/admin/src/rules/preview.schemas';
import type { RuleView, rulesReply } from '../../../../libs/admin/src/rules/rules.schemas';
import type { ToolAccessView } from '../../../../libs/admin/src/tools/tool-access.schemas';
import type { ToolRequestView } from '../../../../libs/admin/src/tools/tool-request.schemas';
import type { AdminToolView, ToolsView } from '../../../../libs/admin/src/tools/tools.schemas';
import type {
  createConnectionBody,
  GrantView,
  OwnConnectionView,
  settingsConnectionsReply,
  updateConnectionBody,
} from '../../../../libs/public-api/src/connections/connection-settings.schemas';
import type { membersReply, rolesReply } from '../../../../libs/public-api/src/identity/identity.schemas';
import type { limitsReply } from '../../../../libs/public-api/src/identity/limits.schemas';
import type { humanRequestsReply } from '../../../../libs/public-api/src/runs/human-requests.schemas';
import type { messagesReply } from '../../../../libs/public-api/src/runs/messages.schemas';
import type { runDetailReply, runsReply } from '../../../../libs/public-api/src/runs/runs.schemas';
import type {
  createKeyBody,
  KeyPolicyView,
  KeysView,
  KeyView,
  MadeKeyView,
} from '../../../../libs/settings/src/api-keys/api-keys.schemas';
import type {
  ConnectedAppsView,
  ConnectedAppView,
} from '../../../../libs/settings/src/connected-apps/connected-apps.schemas';
import type { ConnectionCheckView } from '../../../../libs/settings/src/connection-check/connection-check.schemas';
import type {
  InvitesView,
  InviteView,
  MadeInviteView,
} from '../../../../libs/settings/src/invites/invites.schemas';
import type { MembersView, MemberView } from '../../../../libs/settings/src/members/members.schemas';
import type {
  RotatedSecretView,
  WebhookSecretView,
} from '../../../../libs/settings/src/webhook-secret/webhook-secret.schemas';

export type AuditEntry = z.output<typeof auditEntrySchema>;
export type AuditPage = z.output<typeof auditLogReplySchema>;
export type EffectiveLimits = z.output<typeof effectiveLimitsReply>;
export type Usage = z.output<typeof usageReply>;
export type Series = z.output<typeof seriesReply>;
export type Preview = PreviewView;
export type Rule = RuleView;
export type Rules = z.output<typeof rulesReply>;
export type Members = z.output<typeof membersReply>;
export type OwnLimits = z.output<typeof limitsReply>;
export type Roles = z.output<typeof rolesReply>;
export type HumanRequests = z.output<typeof humanRequestsReply>;
export type HumanRequest = HumanRequests['human_requests'][number];
export type Messages = z.output<typeof messagesReply>;
export type Message = Messages['messages'][number];
export type Runs = z.output<typeof runsReply>;
export type Run = Runs['runs'][number];
export type RunDetail = z.output<typeof runDetailReply>;
export type AdminTool = AdminToolView;
export type AdminTools = ToolsView;
export type ToolAccess = ToolAccessView;
export type ToolRequest = ToolRequestView['request'];
export type ApiKey = KeyView;
export type ApiKeys = KeysView;
export type KeyPolicy = KeyPolicyView;
export type MadeKey = MadeKeyView;
export type KeyDraft = z.input<typeof createKeyBody>;
export type Connection = OwnConnectionView;
export type Connections = z.output<typeof settingsConnectionsReply>;
export type ConnectionDraft = z.input<typeof createConnectionBody>;
export type ConnectionChange = z.input<typeof updateConnectionBody>;
export type Grant = GrantView;
export type ConnectionCheckReply = ConnectionCheckView;
export type ConnectedApp = ConnectedAppView;
export type ConnectedApps = ConnectedAppsView;
export type TeamMember = MemberView;
export type TeamMembers = MembersView;
export type Role = MemberView['role'];
export type Invite = InviteView;
export type Invites = InvitesView;
export type MadeInvite = MadeInviteView;
export type WebhookSecretState = WebhookSecretView;
export type RotatedSecret = RotatedSecretView;
