/** Stretches of the way that hosts share. */
export const REACH = ['reach', 'reach-url'];

export const CHALLENGE = [
  'challenge-initialize',
  'challenge-discover',
  'challenge-get',
  'challenge-single',
  'challenge-metadata-url',
  'challenge-scope',
  'challenge-no-error',
  'challenge-bad-token',
  'challenge-cache',
];

export const METADATA = [
  'prm-path',
  'prm-root',
  'prm-resource',
  'prm-servers',
  'prm-scopes',
  'prm-header',
  'well-known-unknown',
  'as-rfc8414',
  'as-oidc',
  'as-issuer',
  'as-issuer-form',
  'as-s256',
  'as-endpoints',
  'as-registration',
  'as-auth-none',
  'as-iss',
  'as-response-types',
  'as-grants',
  'as-scopes',
];

/** Hosts that identify themselves by the URL of a document. */
export const CIMD = ['as-cimd', 'cimd-behaviour'];

export const CODE = [
  'authorize-scope-offline',
  'authorize-resource-slash',
  'authorize-iss',
  'token-unknown-client',
  'token-cache',
  'revoke',
];

/** Pages in a browser speak to the server themselves. */
export const BROWSER = ['prm-cors', 'as-cors', 'cors-mcp', 'cors-challenge', 'cors-register', 'cors-token'];

export const LEGACY = ['mcp-credential', 'mcp-legacy', 'mcp-initialized', 'mcp-legacy-tools', 'mcp-get'];

export const MODERN = ['mcp-modern', 'mcp-modern-tools'];

export const TOOLS = [
  'tools-names',
  'tools-unique',
  'tools-descriptions',
  'tools-root',
  'tools-keys',
  'tools-arrays',
  'tools-references',
  'tools-depth',
  'tools-output',
  'tools-hints',
  'tools-count',
  'tools-size',
];

/** The way of a host that signs a person in. */
export const signInPath = (id: string): string[] => [
  ...REACH,
  ...CHALLENGE,
  ...METADATA,
  `dcr-${id}`,
  'dcr-reply',
  `authorize-${id}`,
  ...CODE,
  ...LEGACY,
  ...MODERN,
  ...TOOLS,
];
