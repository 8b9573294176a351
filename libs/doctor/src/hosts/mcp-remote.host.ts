import type { Host } from './host';
import { signInPath } from './paths';

export const mcpRemote: Host = {
  id: 'mcp-remote',
  name: 'mcp-remote',
  oauth: {
    registration: (scopes) => ({
      client_name: 'MCP CLI Proxy',
      client_uri: 'https://github.com/modelcontextprotocol/mcp-cli',
      redirect_uris: ['http://localhost:3334/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      software_version: '0.15.1',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }),
    authorization: {
      // https://github.com/punkpeye/mcp-remote/issues/72
      redirectUri: 'http://localhost:53684/oauth/callback',
      habit: 'another port than the registered one, of a client that did not say that it is native',
      sometimes: true,
    },
  },
  path: signInPath('mcp-remote'),
};
