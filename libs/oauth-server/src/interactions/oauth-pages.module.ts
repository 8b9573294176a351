import { Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { Accounts } from './accounts.service';
import { AuditedSignIn } from './audited-sign-in.service';
import { KnownBrowser } from './known-browser';
import { ConsentStep } from './consent-step.service';
import { DemoHint } from './demo-hint.service';
import { FormGuard } from './form-guard.service';
import { InteractionController } from './interaction.controller';
import { InteractionStep } from './interaction-step.service';
import { LibrarySessions } from './library-sessions.service';
import { PagesMiddleware } from './pages.middleware';
import { SignInStep } from './sign-in-step.service';
import { SignInView } from './sign-in-view.service';
import { SignOut } from './sign-out.service';
import { SignOutController } from './sign-out.controller';
import { SignedInForm } from './signed-in-form.service';
import { SwitchAccount } from './switch-account.service';

/** The pages of signing in and consent. */
@Module({
  controllers: [InteractionController, SignOutController],
  providers: [
    Accounts,
    AuditedSignIn,
    KnownBrowser,
    ConsentStep,
    DemoHint,
    FormGuard,
    InteractionStep,
    LibrarySessions,
    SignedInForm,
    SignInStep,
    SignInView,
    SignOut,
    SwitchAccount,
  ],
  exports: [Accounts, AuditedSignIn, LibrarySessions],
})
export class OAuthPagesModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(PagesMiddleware).forRoutes(InteractionController, SignOutController);
  }
}
