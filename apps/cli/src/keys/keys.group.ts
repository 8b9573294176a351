import { OperatorError } from '@app/operator';
import type { CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions, requireOptions } from '../parse-options';
import { KEYS_HELP } from './keys.help';
import { renderBound, renderCreated, renderKeys, renderRevoked, renderUsers } from './keys.render';

const CREATE_OPTIONS = ['user', 'name', 'team', 'scopes', 'bound', 'expires-days'] as const;

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  create: (argv) => {
    const { options } = parseOptions('keys create', argv, CREATE_OPTIONS);
    requireOptions('keys create', options, ['user', 'name']);
    const { user, name, team } = options;
    const args = {
      user,
      name,
      team,
      scopes: scopesOf(options.scopes),
      mcp_bound: options.bound,
      expires_days: daysOf(options['expires-days']),
    };
    return { command: 'keys.create', args, render: renderCreated };
  },
  list: (argv) => {
    const { options } = parseOptions('keys list', argv, ['user', 'team']);
    return { command: 'keys.list', args: options, render: renderKeys };
  },
  bound: (argv) => {
    const { words } = parseOptions('keys bound', argv, [], 2);
    const [key, bound] = words;
    if (key === undefined || bound === undefined)
      throw new OperatorError('keys bound needs the id or the prefix of a key, and selectors or none.', true);
    return {
      command: 'keys.bound',
      args: { key, mcp_bound: bound === 'none' ? null : bound },
      render: renderBound,
    };
  },
  revoke: (argv) => {
    const { words } = parseOptions('keys revoke', argv, [], 1);
    const [key] = words;
    if (key === undefined) throw new OperatorError('keys revoke needs the id or the prefix of a key.', true);
    return { command: 'keys.revoke', args: { key }, render: renderRevoked };
  },
  users: (argv) => {
    const { options } = parseOptions('keys users', argv, ['team']);
    return { command: 'keys.users', args: options, render: renderUsers };
  },
};

/** `npm run keys -- …` */
export const keysGroup: CliGroup = groupOf('keys', KEYS_HELP, ACTIONS);

const scopesOf = (text: string | undefined): string[] | undefined =>
  text?.split(',').flatMap((scope) => (scope.trim() === '' ? [] : [scope.trim()]));

function daysOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OperatorError('--expires-days: must be a whole number of days, or none', true);
}
