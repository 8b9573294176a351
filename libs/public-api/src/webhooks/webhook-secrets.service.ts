import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { SecretBox } from '@app/secrets';
import type { SecretState, WebhookSecretKeeper } from '@app/secrets';
import { WebhookSecretsRepository } from './webhook-secrets.repository';
import type { WebhookSecret } from './webhook-secrets.repository';

const PREFIX = 'whsec_';
const RANDOM_BYTES = 32;
/** How long receivers may go on with the former secret, in hours. */
const OVERLAP_HOURS = 24;

/** The secrets by which receivers know that a webhook is ours. */
@Injectable()
export class WebhookSecrets implements WebhookSecretKeeper {
  constructor(
    private readonly secrets: WebhookSecretsRepository,
    private readonly box: SecretBox,
  ) {}

  state(teamId: TeamId): Promise<SecretState | undefined> {
    return this.secrets.find(teamId);
  }

  /** The secret of the team, made on first use. */
  async current(teamId: TeamId): Promise<WebhookSecret> {
    const found = await this.secrets.find(teamId);
    if (found) return this.opened(teamId, found);
    await this.secrets.insert(teamId, this.seal(teamId, newSecret()));
    return this.opened(teamId, (await this.secrets.find(teamId))!);
  }

  /**
   * Makes a new secret. The one before signs too for 24 hours; the one before that ends at once.
   * @returns the new state
   */
  async rotate(teamId: TeamId): Promise<WebhookSecret> {
    const sealed = this.seal(teamId, newSecret());
    await this.secrets.replace(teamId, sealed, OVERLAP_HOURS);
    return this.current(teamId);
  }

  /** The secrets that sign at present, newest first. */
  async signing(teamId: TeamId): Promise<string[]> {
    const { secret, formerSecret } = await this.current(teamId);
    return formerSecret === null ? [secret] : [secret, formerSecret];
  }

  /** What an older key wrote, or a release that did not encrypt, is written anew when it is read. */
  private async opened(teamId: TeamId, kept: WebhookSecret): Promise<WebhookSecret> {
    const secret = this.open(teamId, kept.secret);
    const formerSecret = kept.formerSecret && this.open(teamId, kept.formerSecret);
    const stored = [kept.secret, kept.formerSecret].filter((text) => text !== null);
    if (!stored.every((text) => this.box.isCurrent(text)))
      await this.secrets.reseal(teamId, kept, {
        secret: this.seal(teamId, secret),
        formerSecret: formerSecret && this.seal(teamId, formerSecret),
      });
    return { ...kept, secret, formerSecret };
  }

  private open(teamId: TeamId, text: string): string {
    return text.startsWith(PREFIX) ? text : this.box.open(text, purposeOf(teamId));
  }

  private seal(teamId: TeamId, secret: string): string {
    return this.box.seal(secret, purposeOf(teamId));
  }
}

const purposeOf = (teamId: TeamId): string => `webhook_secret:${teamId}`;

const newSecret = (): string => PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
