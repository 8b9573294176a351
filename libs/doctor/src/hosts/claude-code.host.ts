import type { Host } from './host';
import { CIMD, signInPath } from './paths';

export const claudeCode: Host = {
  id: 'claude-code',
  name: 'Claude Code',
  oauth: {
    registration: () => ({
      client_name: 'Claude Code',
      redirect_uris: ['http://localhost/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
    authorization: {
      // https://github.com/anthropics/claude-code/issues/90370
      redirectUri: 'http://localhost:53682/callback',
      habit: 'a loopback port, although it registered none (RFC 8252, 7.3)',
    },
  },
  path: [...signInPath('claude-code'), ...CIMD],
};
