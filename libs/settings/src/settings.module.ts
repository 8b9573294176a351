import { Module } from '@nestjs/common';
import { OAuthPagesModule } from '@app/oauth-server';
import { Me } from './session/me.service';
import { PageRequests } from './session/page-requests.service';
import { PasswordCheck } from './session/password-check.service';
import { SessionController } from './session/session.controller';
import { DashboardSession } from './session/session.service';

/** `/api/settings`: what each person sees and changes in the dashboard. */
@Module({
  imports: [OAuthPagesModule],
  controllers: [SessionController],
  providers: [DashboardSession, Me, PageRequests, PasswordCheck],
})
export class SettingsModule {}
