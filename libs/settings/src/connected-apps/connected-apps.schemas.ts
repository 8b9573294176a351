import { z } from 'zod';
import { SCOPES } from '@app/auth';
import type { ConnectedApp } from '@app/oauth-server';
import { isoTime, pageEnvelope, uuid } from '../fields.schemas';

export const appParam = z.strictObject({ app_id: uuid() });
export type AppParam = z.output<typeof appParam>;

export const connectedAppSchema = z
  .strictObject({
    id: uuid(),
    user_id: uuid().describe('Who approved it.'),
    client_id: z.string(),
    client_name: z.string(),
    redirect_host: z.string().describe('Host, or scheme of an app, to which the person was sent back.'),
    scopes: z.array(z.enum(SCOPES)),
    created_at: isoTime(),
    last_used_at: isoTime().nullable(),
  })
  .meta({ id: 'ConnectedApp', description: 'A program that a person has approved for the team.' });

export const connectedAppsReply = z.strictObject({
  connected_apps: z.array(connectedAppSchema),
  ...pageEnvelope,
});

export type ConnectedAppView = z.output<typeof connectedAppSchema>;
export type ConnectedAppsView = z.output<typeof connectedAppsReply>;

export function toConnectedAppView(app: ConnectedApp): ConnectedAppView {
  return {
    id: app.id,
    user_id: app.userId,
    client_id: app.clientId,
    client_name: app.clientName,
    redirect_host: app.redirectHost,
    scopes: [...app.scopes],
    created_at: app.createdAt.toISOString(),
    last_used_at: app.lastUsedAt?.toISOString() ?? null,
  };
}
