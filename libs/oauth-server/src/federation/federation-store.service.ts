import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import { SecretBox } from '@app/secrets';
import { hashOf, toPayload, toRow } from '../artifacts/artifact';
import { ArtifactsRepository } from '../artifacts/artifacts.repository';

/** What is kept for a sign-in: the way there, and the proof that it ended well. */
export type FederationModel = 'FederationAttempt' | 'FederationTicket';

/**
 * Keeps what a sign-in at the provider needs until it comes back, whichever replica it comes back to. The
 * database has the hash of the id and a ciphertext; housekeeping removes what nobody fetches.
 */
@Injectable()
export class FederationStore {
  constructor(
    private readonly artifacts: ArtifactsRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** @returns a new id of 256 bits */
  newId(): string {
    return randomBytes(32).toString('base64url');
  }

  async put(model: FederationModel, id: string, value: object, seconds: number): Promise<void> {
    const until = this.clock.now() + seconds * 1000;
    await this.artifacts.upsert(toRow(model, id, { value, until }, this.box), seconds);
  }

  /** @returns what was put, unless it is over or was used */
  async find<T extends object>(model: FederationModel, id: string): Promise<T | undefined> {
    const row = await this.artifacts.find(model, hashOf(id));
    if (!row || row.consumedAt) return undefined;
    const { value, until } = toPayload(row, id, this.box);
    return Number(until) > this.clock.now() ? (value as T) : undefined;
  }

  /** @returns whether this is the first use; of several at a time, one is */
  async use(model: FederationModel, id: string): Promise<boolean> {
    return this.artifacts.consume(model, hashOf(id));
  }
}
