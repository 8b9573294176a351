/** Paths of the library's endpoints. */
export const OAUTH_ROUTES = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  registration: '/oauth/register',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  pushed_authorization_request: '/oauth/par',
  jwks: '/oauth/jwks',
  end_session: '/oauth/logout',
} as const;

/** Path of the page that serves an interaction, and what comes after it. */
export const INTERACTION_PATH = '/oauth/interaction';
