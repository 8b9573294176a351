import type { TeamId } from '@app/database';

/** When the signing secret of a team was made, without the secret. */
export interface SecretState {
  readonly createdAt: Date;
  /** Until when the secret before signs too. */
  readonly formerUntil: Date | null;
}

/** The signing secret of a team, as its keeper tells it. */
export interface KeptSecret extends SecretState {
  readonly secret: string;
}

/** Who has the signing secrets: commands and the dashboard know no resource of the API, so its module binds it. */
export abstract class WebhookSecretKeeper {
  /** @returns nothing for a team that has no secret yet */
  abstract state(teamId: TeamId): Promise<SecretState | undefined>;
  /** Makes the secret if there is none. */
  abstract current(teamId: TeamId): Promise<KeptSecret>;
  /** @returns the new secret */
  abstract rotate(teamId: TeamId): Promise<KeptSecret>;
}
