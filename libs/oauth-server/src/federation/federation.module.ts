import { Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { Accounts } from '../interactions/accounts.service';
import { PagesMiddleware } from '../interactions/pages.middleware';
import { FederationArrival } from './federation-arrival.service';
import { FederationCallback } from './federation-callback.service';
import { FederationCookies } from './federation-cookies';
import { FederationPages } from './federation-pages.service';
import { FederationPeople } from './federation-people.service';
import { FederationStart } from './federation-start.service';
import { FederationStore } from './federation-store.service';
import { FederationController } from './federation.controller';
import { UpstreamSignIn } from './upstream-sign-in.service';
import { Upstream } from './upstream.service';

/** Signing in at the identity provider of a company. */
@Module({
  controllers: [FederationController],
  providers: [
    Accounts,
    FederationArrival,
    FederationCallback,
    FederationCookies,
    FederationPages,
    FederationPeople,
    FederationStart,
    FederationStore,
    Upstream,
    UpstreamSignIn,
  ],
})
export class FederationModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(PagesMiddleware).forRoutes(FederationController);
  }
}
