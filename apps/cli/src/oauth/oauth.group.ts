import type { CliCall, CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions, requireOptions } from '../parse-options';
import { OAUTH_HELP } from './oauth.help';
import { renderApps, renderRevokedApp, renderRotatedKeys } from './oauth.render';

const APPS: Readonly<Record<string, ActionParser>> = {
  list: (argv) => {
    const { options } = parseOptions('oauth apps list', argv, ['team', 'user']);
    return { command: 'oauth.apps.list', args: options, render: renderApps };
  },
  revoke: (argv) => {
    const { options } = parseOptions('oauth apps revoke', argv, ['app']);
    requireOptions('oauth apps revoke', options, ['app']);
    return { command: 'oauth.apps.revoke', args: options, render: renderRevokedApp };
  },
};

const keys =
  (action: string): ActionParser =>
  (argv): CliCall => {
    parseOptions(`oauth ${action}`, argv, []);
    return { command: `oauth.${action}`, args: {}, render: renderRotatedKeys };
  };

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  apps: (argv) => groupOf('oauth apps', OAUTH_HELP, APPS).parse(argv),
  'rotate-keys': keys('rotate-keys'),
  'replace-keys': keys('replace-keys'),
};

/** `npm run oauth -- …` */
export const oauthGroup: CliGroup = groupOf('oauth', OAUTH_HELP, ACTIONS);
