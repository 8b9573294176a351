// How far a client of the official SDKs comes when the server asks for more scope.

/**
 * A provider of credentials that has a token and would have to sign in to get another one, and a `fetch` that
 * notes what the client asks for.
 *
 * @param parse the SDK's own reader of `WWW-Authenticate`
 */
export function signInRecorder(key, parse) {
  const exchanges = [];
  const provider = {
    redirectUrl: 'http://127.0.0.1:9/callback',
    clientMetadata: { client_name: 'test', redirect_uris: ['http://127.0.0.1:9/callback'] },
    clientInformation: () => undefined,
    saveClientInformation: () => undefined,
    tokens: () => ({ access_token: key, token_type: 'Bearer', scope: 'mcp:read' }),
    saveTokens: () => undefined,
    redirectToAuthorization: () => undefined,
    saveCodeVerifier: () => undefined,
    codeVerifier: () => '',
  };
  return {
    provider,
    async fetch(url, init) {
      const response = await fetch(url, init);
      exchanges.push({ method: init?.method ?? 'GET', url: String(url), response });
      return response;
    },

    /**
     * Calls a tool that the token's scope does not reach.
     * @returns the challenge as the SDK reads it, and the request that the SDK made because of it
     */
    async during(session) {
      const error = await session.call('create_agent', { name: 'never made' }).then(
        () => undefined,
        (thrown) => thrown,
      );
      await session.close();
      if (!error) throw new Error('The call was not refused.');
      const at = exchanges.findIndex(({ response }) => response.status === 403);
      if (at === -1) throw new Error('No reply had the status 403.', { cause: error });
      const challenge = parse(exchanges[at].response);
      const next = exchanges[at + 1];
      return {
        error: challenge.error,
        scope: challenge.scope,
        metadata: String(challenge.resourceMetadataUrl),
        next: next && `${next.method} ${next.url}`,
      };
    },
  };
}
