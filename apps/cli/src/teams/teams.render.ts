import type {
  CreatedTeamView,
  IdentityView,
  PasswordView,
  TeamListView,
  TeamMemberView,
} from '@app/operator';
import { table } from '../table';

const personOf = ({ user, user_created: created }: TeamMemberView): string =>
  `${created ? 'the new user' : 'the user'} ${user.email} (${user.name})`;

const firstPassword = ({ password }: TeamMemberView): string =>
  password === null ? '' : `\nPassword, shown once: ${password}`;

export function renderCreatedTeam(view: CreatedTeamView): string {
  return `Made the team ${view.team.name} (${view.team.id}); its owner is ${personOf(view)}.${firstPassword(view)}

Make an API key next: npm run keys -- create --user ${view.user.email} --name laptop --team ${view.team.id}`;
}

export const renderAddedMember = (view: TeamMemberView): string =>
  `Added ${personOf(view)} to the team ${view.team.name} (${view.team.id}) as ${view.role}.${firstPassword(view)}`;

export const renderPassword = ({ user, password }: PasswordView): string =>
  password === null
    ? `The password of ${user.email} is set; browser sessions that were open have ended.`
    : `The password of ${user.email} is now: ${password}\nIt is shown once; browser sessions that were open have ended.`;

export function renderTeams({ teams }: TeamListView): string {
  if (teams.length === 0) return 'There are no teams; "npm run teams -- create" makes one.';
  const rows = teams.map((team) => [team.name, team.owners.join(', '), String(team.member_count), team.id]);
  return table(['NAME', 'OWNERS', 'MEMBERS', 'ID'], rows);
}

export const renderLinked = ({ user, issuer, subject }: IdentityView): string =>
  `Whoever signs in at ${issuer} as ${subject} is ${user.email} (${user.name}) from now on.`;

export const renderUnlinked = ({ user, issuer, subject }: IdentityView): string =>
  `${subject} of ${issuer} is no longer ${user.email}; browser sessions of the user have ended.`;
