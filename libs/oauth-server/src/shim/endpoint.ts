import { OAUTH_ROUTES } from '../provider/routes';

/** How the body of an endpoint is read and normalised before the library sees it. */
export type EndpointKind =
  'authorization' | 'pushed' | 'token' | 'form' | 'registration' | 'resume' | 'plain';

export interface Endpoint {
  readonly kind: EndpointKind;
  readonly methods: readonly string[];
}

const UNIQUE = '[A-Za-z0-9_-]{1,100}';
const under = (path: string): RegExp => new RegExp(`^${path}/${UNIQUE}$`);
const at = (path: string): RegExp => new RegExp(`^${path}$`);

const FORM = ['POST', 'OPTIONS'];
const ENDPOINTS: readonly (readonly [RegExp, Endpoint])[] = [
  [at(OAUTH_ROUTES.authorization), { kind: 'authorization', methods: ['GET'] }],
  [under(OAUTH_ROUTES.authorization), { kind: 'resume', methods: ['GET'] }],
  [at(OAUTH_ROUTES.pushed_authorization_request), { kind: 'pushed', methods: FORM }],
  [at(OAUTH_ROUTES.token), { kind: 'token', methods: FORM }],
  [at(OAUTH_ROUTES.revocation), { kind: 'form', methods: FORM }],
  [at(OAUTH_ROUTES.jwks), { kind: 'plain', methods: ['GET', 'HEAD', 'OPTIONS'] }],
];
const REGISTRATION: readonly (readonly [RegExp, Endpoint])[] = [
  [at(OAUTH_ROUTES.registration), { kind: 'registration', methods: FORM }],
  [under(OAUTH_ROUTES.registration), { kind: 'registration', methods: ['GET', 'PUT', 'DELETE', 'OPTIONS'] }],
];
const INTROSPECTION: readonly (readonly [RegExp, Endpoint])[] = [
  [at(OAUTH_ROUTES.introspection), { kind: 'form', methods: FORM }],
];

/** Paths that clients of the 2025-03-26 revision make up where they find no metadata. */
const ALIASES: Readonly<Record<string, string>> = {
  '/authorize': OAUTH_ROUTES.authorization,
  '/token': OAUTH_ROUTES.token,
  '/register': OAUTH_ROUTES.registration,
};

/** @returns the path under which an endpoint is really served */
export const realPath = (path: string): string =>
  Object.hasOwn(ALIASES, path) ? (ALIASES[path] ?? path) : path;

/** @returns the endpoint of the library at a path; nothing for pages of ours and for what is switched off */
export function endpointOf(
  path: string,
  on: { readonly registration: boolean; readonly introspection: boolean },
): Endpoint | undefined {
  const served = [
    ...ENDPOINTS,
    ...(on.registration ? REGISTRATION : []),
    ...(on.introspection ? INTROSPECTION : []),
  ];
  return served.find(([pattern]) => pattern.test(path))?.[1];
}
