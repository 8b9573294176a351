import { Module } from '@nestjs/common';
import { DashboardFiles } from './dashboard-files.service';
import { DashboardMiddleware } from './dashboard.middleware';

/** Serves the built dashboard. Without a build there is no dashboard, and everything else works. */
@Module({ providers: [DashboardFiles, DashboardMiddleware], exports: [DashboardMiddleware] })
export class DashboardHostModule {}
