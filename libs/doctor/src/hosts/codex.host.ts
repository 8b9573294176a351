import type { Host } from './host';
import { signInPath } from './paths';

export const codex: Host = {
  id: 'codex',
  name: 'Codex',
  oauth: {
    registration: () => ({
      client_name: 'Codex',
      redirect_uris: ['http://127.0.0.1:37819/callback/duvo-doctor'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
    authorization: {
      redirectUri: 'http://127.0.0.1:37819/callback/duvo-doctor',
      habit: 'a loopback callback with a path of its own',
    },
  },
  path: signInPath('codex'),
};
