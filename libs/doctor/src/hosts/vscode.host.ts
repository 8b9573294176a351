import type { Host } from './host';
import { CIMD, signInPath } from './paths';

export const vscode: Host = {
  id: 'vscode',
  name: 'VS Code',
  oauth: {
    registration: (scopes) => ({
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      grant_types: [
        'authorization_code',
        'refresh_token',
        // https://github.com/stacklok/toolhive/issues/6290
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      response_types: ['code'],
      redirect_uris: [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://127.0.0.1/',
        'http://127.0.0.1:33418/',
      ],
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
    authorization: {
      // https://github.com/microsoft/vscode/issues/278512
      redirectUri: 'http://127.0.0.1:53683/',
      habit: 'a loopback port of the moment, because 33418 is taken',
      sometimes: true,
    },
  },
  path: [...signInPath('vscode'), ...CIMD],
};
