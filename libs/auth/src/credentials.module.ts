import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { ApiKeyDirectoryRepository } from './api-keys/api-key-directory.repository';
import { ApiKeyDirectory } from './api-keys/api-key-directory.service';
import { ApiKeyLookupRepository } from './api-keys/api-key-lookup.repository';
import { ApiKeyVerifier } from './api-keys/api-key-verifier';
import { ApiKeysRepository } from './api-keys/api-keys.repository';
import { ApiKeysService } from './api-keys/api-keys.service';
import { RANDOM_BYTES } from './api-keys/random-bytes';
import { Clock } from './clock';
import { CredentialCache } from './credentials/credential-cache';
import { IdentitiesRepository } from './identities/identities.repository';
import { Identities } from './identities/identities.service';
import { AuthzInvalidation } from './invalidation/authz-invalidation.service';
import { InviteLookupRepository } from './invites/invite-lookup.repository';
import { InvitesRepository } from './invites/invites.repository';
import { Invites } from './invites/invites.service';
import { MembersRepository } from './users/members.repository';
import { PasswordHasher } from './passwords/password-hasher';
import { PasswordsRepository } from './passwords/passwords.repository';
import { Passwords } from './passwords/passwords.service';
import { BrowserSessions } from './sessions/browser-sessions.service';
import { CsrfTokens } from './sessions/csrf-tokens';
import { SessionCache } from './sessions/session-cache';
import { SessionCookie } from './sessions/session-cookie';
import { SessionStore } from './sessions/session-store';
import { SessionsRepository } from './sessions/sessions.repository';
import { TeamDirectory } from './users/team-directory.service';
import { TeamMembers } from './users/team-members.service';
import { TeamRegistry } from './users/team-registry.service';
import { UserDirectory } from './users/user-directory.service';
import { UsersRepository } from './users/users.repository';

/** Users, teams and their credentials, without HTTP: what the operator's command needs. */
@Global()
@Module({
  providers: [
    Clock,
    { provide: RANDOM_BYTES, useValue: randomBytes },
    CredentialCache,
    AuthzInvalidation,
    ApiKeyLookupRepository,
    ApiKeysRepository,
    ApiKeyVerifier,
    ApiKeysService,
    ApiKeyDirectoryRepository,
    ApiKeyDirectory,
    UsersRepository,
    UserDirectory,
    MembersRepository,
    TeamDirectory,
    TeamMembers,
    TeamRegistry,
    InvitesRepository,
    InviteLookupRepository,
    Invites,
    PasswordHasher,
    PasswordsRepository,
    Passwords,
    SessionCache,
    SessionCookie,
    SessionsRepository,
    SessionStore,
    BrowserSessions,
    CsrfTokens,
    IdentitiesRepository,
    Identities,
  ],
  exports: [
    Clock,
    CredentialCache,
    AuthzInvalidation,
    ApiKeysRepository,
    ApiKeyVerifier,
    ApiKeysService,
    ApiKeyDirectory,
    UserDirectory,
    TeamDirectory,
    TeamMembers,
    TeamRegistry,
    Invites,
    Passwords,
    SessionsRepository,
    BrowserSessions,
    CsrfTokens,
    Identities,
  ],
})
export class CredentialsModule {}
