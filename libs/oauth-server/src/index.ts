export { connectedAppsTable } from './connected-apps/connected-apps.tables';
export { ConnectedApps } from './connected-apps/connected-apps.service';
export type { ConnectedApp } from './connected-apps/connected-app';
export { AuthorizationServer } from './provider/authorization-server';
export type { Interaction, InteractionClient } from './provider/interaction';
export { InteractionGone } from './provider/interaction-gone';
export { Interactions } from './provider/interactions';
export { OAuthServerModule } from './oauth-server.module';
