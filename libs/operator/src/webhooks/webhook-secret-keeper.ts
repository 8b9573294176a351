import type { TeamId } from '@app/database';

/** The signing secret of a team, as its keeper tells it. */
export interface KeptSecret {
  readonly secret: string;
  readonly createdAt: Date;
  /** Until when the secret before signs too. */
  readonly formerUntil: Date | null;
}

/** Who has the signing secrets. Commands know no resource of the API, so the app puts it in. */
export abstract class WebhookSecretKeeper {
  /** Makes the secret if there is none. */
  abstract current(teamId: TeamId): Promise<KeptSecret>;
  /** @returns the new secret */
  abstract rotate(teamId: TeamId): Promise<KeptSecret>;
}
