import type { Role, User } from '@app/auth';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A user in a team, as the operator's commands give it out. */
export interface TeamMemberView {
  readonly team: { readonly id: string; readonly name: string };
  readonly user: Person;
  readonly role: Role;
  /** Whether the user was made by the command. */
  readonly user_created: boolean;
  /** Password of a user who was made; shown once. */
  readonly password: string | null;
}

export type CreatedTeamView = TeamMemberView;

export interface TeamListView {
  readonly teams: { id: string; name: string; owners: string[]; member_count: number }[];
}

/** A user whose password was set. */
export interface PasswordView {
  readonly user: Person;
  /** One that was made; shown once. `null` where it was given. */
  readonly password: string | null;
}

export function toTeamMemberView(
  team: { id: string; name: string },
  { user, created }: { user: User; created: boolean },
  role: Role,
  password: string | null,
): TeamMemberView {
  return {
    team: { id: team.id, name: team.name },
    user: { id: user.id, email: user.email, name: user.name },
    role,
    user_created: created,
    password,
  };
}
