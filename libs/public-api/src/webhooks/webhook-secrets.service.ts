import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { WebhookSecretsRepository } from './webhook-secrets.repository';
import type { WebhookSecret } from './webhook-secrets.repository';

const PREFIX = 'whsec_';
const RANDOM_BYTES = 32;
/** How long receivers may go on with the former secret, in hours. */
const OVERLAP_HOURS = 24;

/** The secrets by which receivers know that a webhook is ours. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly secrets: WebhookSecretsRepository) {}

  /** The secret of the team, made on first use. */
  async current(teamId: TeamId): Promise<WebhookSecret> {
    const found = await this.secrets.find(teamId);
    if (found) return found;
    await this.secrets.insert(teamId, newSecret());
    return (await this.secrets.find(teamId))!;
  }

  /**
   * Makes a new secret. The one before signs too for 24 hours; the one before that ends at once.
   * @returns the new state
   */
  async rotate(teamId: TeamId): Promise<WebhookSecret> {
    await this.secrets.replace(teamId, newSecret(), OVERLAP_HOURS);
    return this.current(teamId);
  }

  /** The secrets that sign at present, newest first. */
  async signing(teamId: TeamId): Promise<string[]> {
    const { secret, formerSecret } = await this.current(teamId);
    return formerSecret === null ? [secret] : [secret, formerSecret];
  }
}

const newSecret = (): string => PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
