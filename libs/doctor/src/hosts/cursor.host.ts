import type { Host } from './host';
import { signInPath } from './paths';

export const cursor: Host = {
  id: 'cursor',
  name: 'Cursor',
  oauth: {
    // https://github.com/soflyy/agent-connector-for-wp/issues/111
    registration: () => ({
      client_name: 'Cursor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
    }),
    authorization: {
      redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback',
      habit: 'its own URL scheme as callback',
    },
  },
  path: signInPath('cursor'),
};
