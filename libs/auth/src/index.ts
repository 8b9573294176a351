export { ROLES, SCOPES, hasScope } from './principal';
export type { Credential, Principal, Role, Scope } from './principal';
export { authFailureOf, principalOf, setAuthentication } from './authentication';
export type { AuthFailure } from './authentication';
export { Access, ROUTE_ACCESS } from './access';
export type { RouteAccess } from './access';
export { AddressLimiter } from './address-limiter';
export { unauthenticatedLimit } from './unauthenticated-limit';
export { challengeOf, RESOURCE_METADATA_PATH } from './challenge';
export { membersTable, teamsTable, usersTable } from './users/users.tables';
export { apiKeysTable } from './api-keys/api-keys.tables';
export { AuthModule } from './auth.module';
export { CredentialsModule } from './credentials.module';
export { AuthenticateMiddleware } from './authenticate/authenticate.middleware';
export { BearerGuard } from './bearer.guard';
export { Clock } from './clock';
export { API_KEY_PREFIX, API_KEY_SCANNER_PATTERN, isApiKey } from './api-keys/api-key-format';
export { ApiKeysService, DEFAULT_EXPIRY_DAYS } from './api-keys/api-keys.service';
export type { MadeApiKey, NewApiKey } from './api-keys/api-keys.service';
export type { ApiKey } from './api-keys/api-key';
export { ApiKeyDirectory } from './api-keys/api-key-directory.service';
export type { ApiKeyEntry, ApiKeyStatus } from './api-keys/api-key-directory.service';
export { credentialFaultsOf } from './credentials/credential-faults';
export type { CredentialFault } from './credentials/credential-faults';
export { CredentialCache } from './credentials/credential-cache';
export { CredentialLookup } from './credentials/credential-lookup';
export { TokenVerifiers } from './credentials/token-verifiers';
export type { TokenVerifier, VerifyOptions, VerifyResult } from './credentials/token-verifier';
export { AuthzInvalidation } from './invalidation/authz-invalidation.service';
export type { AuthzListener } from './invalidation/authz-invalidation.service';
export type { AuthzSubject } from './invalidation/authz-subject';
export { TeamDirectory } from './users/team-directory.service';
export type { Member, Standing, Team } from './users/team-directory.service';
export { TeamMembers } from './users/team-members.service';
export type { LeaveListener } from './users/team-members.service';
export { INVITE_DAYS, Invites } from './invites/invites.service';
export type { Invite, MadeInvite, OpenInvite } from './invites/invite';
export { UserDirectory } from './users/user-directory.service';
export type { Membership, User } from './users/user-directory.service';
export { TeamRegistry } from './users/team-registry.service';
export type { AddedMember, NewPerson } from './users/team-registry.service';
export { Identities } from './identities/identities.service';
export type { IdentityClaims, IdentityOutcome, IdentityRefusal } from './identities/identity-claims';
export { Passwords } from './passwords/passwords.service';
export {
  PASSWORD_MAX,
  PASSWORD_MIN,
  requireGoodPassword,
  WeakPasswordError,
} from './passwords/password-rules';
export { SignIn } from './sign-in/sign-in.service';
export type { SignInResult } from './sign-in/sign-in.service';
export { BrowserSessions } from './sessions/browser-sessions.service';
export type { NewBrowserSession } from './sessions/browser-sessions.service';
export type { BrowserSession } from './sessions/browser-session';
export { CsrfTokens } from './sessions/csrf-tokens';
export { isSameOrigin } from './sessions/same-origin';
export { CSRF_HEADER, csrfBindingOf, SessionCredential } from './sessions/session-credential';
export { clientCredentialId } from './credentials/client-credential-id';
