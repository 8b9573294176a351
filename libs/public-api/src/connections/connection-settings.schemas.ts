import { z } from 'zod';
import { ROLES } from '@app/auth';
import { pageReply, patchBody, text, uniqueArray, uuid } from '../shared';
import { ACCESS_LEVELS } from './access-level';
import { connectionSchema } from './connections.schemas';
import type { GrantRow } from './connections.tables';

const MAX_FIELDS = 20;
const MAX_GRANTS = 100;
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const name = () => text(1, 100);
const accountLabel = () => text(1, 200);
const scopes = () => uniqueArray(text(1, 200), 0, 50);

/** Write-only: no reply has a field of it. */
const credentials = () =>
  z
    .record(z.string().regex(FIELD_NAME), text(1, 10_000))
    .superRefine((fields, context) => {
      const count = Object.keys(fields).length;
      if (count > 0 && count <= MAX_FIELDS) return;
      const message = `must have 1 to ${MAX_FIELDS} fields`;
      context.addIssue({ code: 'custom', message, input: undefined });
    })
    .meta({ minProperties: 1, maxProperties: MAX_FIELDS })
    .describe(
      'What to sign in with, by field, such as {"token": "…"} or {"username": "…", "password": "…"}. Encrypted; never shown again.',
    );

export const createConnectionBody = z.strictObject({
  name: name(),
  type: text(1, 50).describe('What kind of system it is, such as erp or mailbox.'),
  provider: text(1, 50).describe('Whose system it is, such as sap or microsoft.'),
  account_label: accountLabel().optional().describe('Account behind it, as people know it.'),
  scopes: scopes().default([]),
  credentials: credentials(),
  shared: z.boolean().default(false).describe('Everybody in the team may use it.'),
});

export const updateConnectionBody = patchBody({
  name: name().optional(),
  account_label: accountLabel().nullable().optional(),
  scopes: scopes().optional(),
  credentials: credentials().optional(),
  shared: z.boolean().optional(),
});

/** What the caller may do with a connection besides using it. */
const CONNECTION_RIGHTS = ['edit', 'unshare', 'delete'] as const;
export type ConnectionRight = (typeof CONNECTION_RIGHTS)[number];

export const ownConnectionSchema = connectionSchema
  .extend({
    rights: z
      .array(z.enum(CONNECTION_RIGHTS))
      .describe('edit: change it and its grants. unshare: only take the sharing away.'),
  })
  .meta({ id: 'SettingsConnection', description: 'A connection, and what the caller may do with it.' });

const level = () => z.enum(ACCESS_LEVELS);

export const grantSchema = z
  .discriminatedUnion('subject', [
    z.strictObject({ subject: z.literal('user'), subject_id: uuid(), level: level() }),
    z.strictObject({ subject: z.literal('role'), subject_id: z.enum(ROLES), level: level() }),
    z.strictObject({ subject: z.literal('team'), subject_id: uuid(), level: level() }),
  ])
  .meta({ id: 'ConnectionGrant', description: 'Who may do what with a connection.' });

export const replaceGrantsBody = z.strictObject({
  grants: z
    .array(grantSchema)
    .max(MAX_GRANTS)
    .superRefine((grants, context) => {
      const seen = new Set<string>();
      grants.forEach((grant, index) => {
        const subject = subjectOf(grant);
        if (seen.has(subject))
          context.addIssue({ code: 'custom', message: 'must not repeat', path: [index], input: grant });
        seen.add(subject);
      });
    })
    .describe('All of them: one that is not here is taken away.'),
});

export const settingsConnectionReply = z.strictObject({ connection: ownConnectionSchema });
export const settingsConnectionsReply = pageReply('connections', ownConnectionSchema);
export const grantsReply = z.strictObject({ grants: z.array(grantSchema) });

export type CreateConnectionBody = z.output<typeof createConnectionBody>;
export type UpdateConnectionBody = z.output<typeof updateConnectionBody>;
export type ReplaceGrantsBody = z.output<typeof replaceGrantsBody>;
export type OwnConnectionView = z.output<typeof ownConnectionSchema>;
export type GrantView = z.output<typeof grantSchema>;
export type GrantsView = z.output<typeof grantsReply>;

export function toGrantView({ subject, subjectId, level: granted }: GrantRow): GrantView {
  return { subject, subject_id: subjectId, level: granted } as GrantView;
}

const subjectOf = ({ subject, subject_id: id }: GrantView): string => `${subject}:${id}`;
