import type { CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions, requireOptions } from '../parse-options';
import { TEAMS_HELP } from './teams.help';
import {
  renderAddedMember,
  renderCreatedTeam,
  renderLinked,
  renderPassword,
  renderTeams,
  renderUnlinked,
} from './teams.render';

/** A flag, which the parser of options does not know. */
const PASSWORD_STDIN = '--password-stdin';

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  create: (argv) => {
    const { options } = parseOptions('teams create', argv, ['name', 'owner', 'owner-name']);
    requireOptions('teams create', options, ['name', 'owner']);
    const { name, owner, 'owner-name': ownerName } = options;
    return {
      command: 'teams.create',
      args: { name, owner, owner_name: ownerName },
      render: renderCreatedTeam,
    };
  },
  list: (argv) => {
    parseOptions('teams list', argv, []);
    return { command: 'teams.list', args: {}, render: renderTeams };
  },
  'add-member': (argv) => {
    const { options } = parseOptions('teams add-member', argv, ['team', 'user', 'role', 'name']);
    requireOptions('teams add-member', options, ['team', 'user', 'role']);
    return { command: 'teams.add-member', args: options, render: renderAddedMember };
  },
  'set-password': (argv) => {
    const given = argv.filter((argument) => argument !== PASSWORD_STDIN);
    const { options } = parseOptions('teams set-password', given, ['user']);
    requireOptions('teams set-password', options, ['user']);
    const call = { command: 'teams.set-password', args: options, render: renderPassword };
    return given.length < argv.length ? { ...call, inputArgument: 'password' } : call;
  },
  link: (argv) => {
    const { options } = parseOptions('teams link', argv, ['user', 'subject', 'issuer']);
    requireOptions('teams link', options, ['user', 'subject']);
    return { command: 'teams.link', args: options, render: renderLinked };
  },
  unlink: (argv) => {
    const { options } = parseOptions('teams unlink', argv, ['subject', 'issuer']);
    requireOptions('teams unlink', options, ['subject']);
    return { command: 'teams.unlink', args: options, render: renderUnlinked };
  },
};

/** `npm run teams -- …` */
export const teamsGroup: CliGroup = groupOf('teams', TEAMS_HELP, ACTIONS);
