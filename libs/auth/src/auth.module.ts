import { Global, Module } from '@nestjs/common';
import { ApiKeyUsage } from './api-keys/api-key-usage';
import { AuthenticateMiddleware } from './authenticate/authenticate.middleware';
import { CredentialVerification } from './authenticate/credential-verification';
import { FailureCharge } from './authenticate/failure-charge';
import { LookupGate } from './authenticate/lookup-gate';
import { BearerGuard } from './bearer.guard';
import { CredentialsModule } from './credentials.module';
import { SessionCredential } from './sessions/session-credential';
import { SessionSweeper } from './sessions/session-sweeper';
import { SignIn } from './sign-in/sign-in.service';
import { TokenVerifiers } from './credentials/token-verifiers';

/** Authentication of HTTP requests. An `AddressLimiter` comes from the global module of the rate limiter. */
@Global()
@Module({
  imports: [CredentialsModule],
  providers: [
    TokenVerifiers,
    CredentialVerification,
    ApiKeyUsage,
    LookupGate,
    FailureCharge,
    SessionCredential,
    SessionSweeper,
    SignIn,
    AuthenticateMiddleware,
    BearerGuard,
  ],
  exports: [
    CredentialsModule,
    SignIn,
    TokenVerifiers,
    SessionCredential,
    AuthenticateMiddleware,
    BearerGuard,
  ],
})
export class AuthModule {}
