import { z } from 'zod';
import { INVITE_DAYS, ROLES } from '@app/auth';
import type { Invite } from '@app/auth';
import { isoTime, pageEnvelope, uuid } from '../fields.schemas';

const MAX_EMAIL = 254;
const TOKEN = /^[0-9A-Za-z]{32}$/;

export const createInviteBody = z.strictObject({ email: z.email().max(MAX_EMAIL), role: z.enum(ROLES) });
export const inviteParam = z.strictObject({ invite_id: uuid() });
export const inviteTokenParam = z.strictObject({
  invite_token: z.string().regex(TOKEN, { message: 'must be the end of the link of an invite' }),
});

export const inviteSchema = z
  .strictObject({
    id: uuid(),
    email: z.string(),
    role: z.enum(ROLES),
    invited_by: uuid(),
    created_at: isoTime(),
    expires_at: isoTime().describe(`${INVITE_DAYS} days after it was made.`),
  })
  .meta({ id: 'Invite', description: 'An invite that was neither accepted nor revoked.' });

export const inviteReply = z.strictObject({ invite: inviteSchema });
export const invitesReply = z.strictObject({ invites: z.array(inviteSchema), ...pageEnvelope });
export const madeInviteReply = z.strictObject({
  invite: inviteSchema,
  link: z.string().describe('For the invited person; shown this once.'),
});
export const acceptedReply = z.strictObject({
  team: z.strictObject({ id: uuid(), name: z.string(), role: z.enum(ROLES) }),
});

export type CreateInviteBody = z.output<typeof createInviteBody>;
export type InviteParam = z.output<typeof inviteParam>;
export type InviteTokenParam = z.output<typeof inviteTokenParam>;
export type InviteView = z.output<typeof inviteSchema>;
export type InvitesView = z.output<typeof invitesReply>;
export type MadeInviteView = z.output<typeof madeInviteReply>;
export type AcceptedView = z.output<typeof acceptedReply>;

export function toInviteView({ id, email, role, invitedBy, createdAt, expiresAt }: Invite): InviteView {
  return {
    id,
    email,
    role,
    invited_by: invitedBy,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}
