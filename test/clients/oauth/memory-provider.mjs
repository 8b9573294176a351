// What a host keeps of a connection, in memory: the provider that the official SDKs ask.

/** Never listened on: the address bar's URL is read instead. */
const REDIRECT = 'http://127.0.0.1:9/callback';

export function memoryProvider({ metadata = {} } = {}) {
  const kept = { client: undefined, tokens: undefined, verifier: undefined, asked: undefined };
  return {
    kept,
    redirectUrl: REDIRECT,
    clientMetadata: {
      client_name: 'test client',
      redirect_uris: [REDIRECT],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...metadata,
    },
    state: () => 'state-of-the-test',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (url) => void (kept.asked = url),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
    saveDiscoveryState: (state) => void (kept.discovery = state),
    discoveryState: () => kept.discovery,
    invalidateCredentials(what) {
      if (what === 'all' || what === 'client') kept.client = undefined;
      if (what === 'all' || what === 'tokens') kept.tokens = undefined;
    },
  };
}
