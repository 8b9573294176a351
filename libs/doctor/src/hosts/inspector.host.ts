import type { Host } from './host';
import { BROWSER, signInPath } from './paths';

export const inspector: Host = {
  id: 'inspector',
  name: 'MCP Inspector',
  oauth: {
    registration: (scopes) => ({
      client_name: 'MCP Inspector',
      client_uri: 'https://github.com/modelcontextprotocol/inspector',
      redirect_uris: ['http://localhost:6274/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }),
    authorization: {
      redirectUri: 'http://localhost:6274/oauth/callback',
      habit: 'its page at port 6274 as callback',
    },
  },
  path: [...signInPath('inspector'), ...BROWSER],
};
