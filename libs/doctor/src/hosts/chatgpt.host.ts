import type { Host } from './host';
import { CIMD, signInPath } from './paths';

/** Each connector of a person has a callback of its own. */
const CALLBACK = 'https://chatgpt.com/connector/oauth/duvo-doctor';

export const chatgpt: Host = {
  id: 'chatgpt',
  name: 'ChatGPT',
  oauth: {
    registration: (scopes) => ({
      client_name: 'ChatGPT',
      redirect_uris: [CALLBACK, 'https://chatgpt.com/connector_platform_oauth_redirect'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: scopes.join(' '),
    }),
    authorization: {
      redirectUri: CALLBACK,
      // https://github.com/PrefectHQ/fastmcp/issues/1794
      scope: () => '',
      habit: 'an empty scope',
    },
  },
  path: [...signInPath('chatgpt'), ...CIMD],
};
