import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { webhookSecretsTable as secrets } from './webhooks.tables';

/** What signs the webhooks of a team; encrypted, except in rows of releases that did not. */
export interface WebhookSecret {
  readonly secret: string;
  readonly createdAt: Date;
  /** The one before, while it signs too. */
  readonly formerSecret: string | null;
  readonly formerUntil: Date | null;
}

export type Sealable = Pick<WebhookSecret, 'secret' | 'formerSecret'>;

const STILL_SIGNS = sql`${secrets.formerUntil} > now()`;

const COLUMNS = {
  secret: secrets.secret,
  createdAt: secrets.createdAt,
  formerSecret: sql<string | null>`case when ${STILL_SIGNS} then ${secrets.formerSecret} end`,
  formerUntil: sql<Date | null>`case when ${STILL_SIGNS} then ${secrets.formerUntil} end`.mapWith(
    secrets.formerUntil,
  ),
};

@Injectable()
export class WebhookSecretsRepository {
  constructor(private readonly database: Database) {}

  async find(teamId: TeamId): Promise<WebhookSecret | undefined> {
    const [row] = await this.database.handle.select(COLUMNS).from(secrets).where(eq(secrets.teamId, teamId));
    return row;
  }

  /** Gives the team its first secret, unless it has one. */
  async insert(teamId: TeamId, secret: string): Promise<void> {
    await this.database.handle.insert(secrets).values({ teamId, secret }).onConflictDoNothing();
  }

  /** Writes the same secrets under another key, unless somebody has rotated meanwhile. */
  async reseal(teamId: TeamId, before: Sealable, sealed: Sealable): Promise<void> {
    await this.database.handle
      .update(secrets)
      .set(sealed)
      .where(and(eq(secrets.teamId, teamId), eq(secrets.secret, before.secret)));
  }

  /** Puts a secret in the place of the present one, which then signs too for `hours`. */
  async replace(teamId: TeamId, secret: string, hours: number): Promise<void> {
    await this.database.handle
      .insert(secrets)
      .values({ teamId, secret })
      .onConflictDoUpdate({
        target: secrets.teamId,
        set: {
          secret,
          createdAt: sql`now()`,
          formerSecret: secrets.secret,
          formerUntil: sql`now() + ${hours}::int * interval '1 hour'`,
        },
      });
  }
}
