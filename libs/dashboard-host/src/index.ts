export { DashboardHostModule } from './dashboard-host.module';
export { DashboardMiddleware } from './dashboard.middleware';
