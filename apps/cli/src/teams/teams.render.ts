import type { CreatedTeamView, TeamListView, TeamMemberView } from '@app/operator';
import { table } from '../table';

const personOf = ({ user, user_created: created }: TeamMemberView): string =>
  `${created ? 'the new user' : 'the user'} ${user.email} (${user.name})`;

export function renderCreatedTeam(view: CreatedTeamView): string {
  return `Made the team ${view.team.name} (${view.team.id}); its owner is ${personOf(view)}.

Make an API key next: npm run keys -- create --user ${view.user.email} --name laptop --team ${view.team.id}`;
}

export const renderAddedMember = (view: TeamMemberView): string =>
  `Added ${personOf(view)} to the team ${view.team.name} (${view.team.id}) as ${view.role}.`;

export function renderTeams({ teams }: TeamListView): string {
  if (teams.length === 0) return 'There are no teams; "npm run teams -- create" makes one.';
  const rows = teams.map((team) => [team.name, team.owners.join(', '), String(team.member_count), team.id]);
  return table(['NAME', 'OWNERS', 'MEMBERS', 'ID'], rows);
}
