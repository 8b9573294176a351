import type { Host } from './host';
import { CIMD, signInPath } from './paths';

export const copilotCli: Host = {
  id: 'copilot-cli',
  name: 'GitHub Copilot CLI',
  oauth: {
    registration: () => ({
      client_name: 'GitHub Copilot CLI',
      redirect_uris: ['http://127.0.0.1:33418/'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
    authorization: {
      // https://github.com/github/copilot-cli/issues/1951
      redirectUri: 'http://127.0.0.1:63450/',
      habit: 'another loopback port than the registered one',
    },
  },
  path: [...signInPath('copilot-cli'), ...CIMD],
};
