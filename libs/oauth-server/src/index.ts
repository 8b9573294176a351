export { connectedAppsTable } from './connected-apps/connected-apps.tables';
