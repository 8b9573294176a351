import { z } from 'zod';
import { ROLES } from '@app/auth';
import type { Member } from '@app/auth';
import { isoTime, pageEnvelope, pageQuery, text, uuid } from '../fields.schemas';

const MAX_SEARCH = 200;

export const membersQuery = z.strictObject({
  ...pageQuery.shape,
  search: text(MAX_SEARCH).optional().describe('Part of name or email, in any case.'),
});
export const memberParam = z.strictObject({ user_id: uuid() });
export const changeRoleBody = z.strictObject({ role: z.enum(ROLES) });

export const memberSchema = z
  .strictObject({
    id: uuid().describe('User id.'),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    joined_at: isoTime(),
  })
  .meta({ id: 'TeamMember', description: 'A person of the team.' });

export const memberReply = z.strictObject({ member: memberSchema });
export const membersReply = z.strictObject({ members: z.array(memberSchema), ...pageEnvelope });

export type MembersQuery = z.output<typeof membersQuery>;
export type MemberParam = z.output<typeof memberParam>;
export type ChangeRoleBody = z.output<typeof changeRoleBody>;
export type MemberView = z.output<typeof memberSchema>;
export type MembersView = z.output<typeof membersReply>;

export function toMemberView({ userId, name, email, role, joinedAt }: Member): MemberView {
  return { id: userId, name, email, role, joined_at: joinedAt.toISOString() };
}
