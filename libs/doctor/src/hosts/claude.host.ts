import type { Host } from './host';
import { CIMD, signInPath } from './paths';

/** Calls from Anthropic's servers, also when it is the desktop app that a person uses. */
export const claude: Host = {
  id: 'claude',
  name: 'Claude Desktop, claude.ai',
  oauth: {
    registration: (scopes) => ({
      client_name: 'Claude',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // https://github.com/anthropics/claude-ai-mcp/issues/1043
      token_endpoint_auth_method: 'client_secret_post',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }),
    authorization: {
      redirectUri: 'https://claude.ai/api/mcp/auth_callback',
      habit: 'a callback on claude.ai',
    },
  },
  path: [...signInPath('claude'), ...CIMD],
};
