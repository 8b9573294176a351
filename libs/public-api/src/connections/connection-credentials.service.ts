import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { SecretBox } from '@app/secrets';
import { ConnectionCredentialsRepository } from './connection-credentials.repository';

/** What a connection signs in with, by field: `{"token": "…"}`, `{"username": "…", "password": "…"}`. */
export type Credentials = Readonly<Record<string, string>>;

/** Keeps credentials encrypted. No reply ever has them: only what works through a connection reads them. */
@Injectable()
export class ConnectionCredentials {
  constructor(
    private readonly repository: ConnectionCredentialsRepository,
    private readonly box: SecretBox,
  ) {}

  /** Takes the place of what the connection had. */
  async write(teamId: TeamId, connectionId: string, credentials: Credentials): Promise<void> {
    const sealed = this.box.seal(JSON.stringify(credentials), purposeOf(connectionId));
    await this.repository.upsert(teamId, connectionId, sealed);
  }

  /**
   * @returns nothing for a connection that was never given any
   * @throws UnreadableSecretError if the encryption key that they were written with is not at hand
   */
  async read(teamId: TeamId, connectionId: string): Promise<Credentials | undefined> {
    const sealed = await this.repository.find(teamId, connectionId);
    if (sealed === undefined) return undefined;
    return JSON.parse(this.box.open(sealed, purposeOf(connectionId))) as Credentials;
  }

  /** Writes them anew with the first key. @throws UnreadableSecretError */
  async renew(teamId: TeamId, connectionId: string): Promise<void> {
    const before = await this.repository.find(teamId, connectionId);
    if (before === undefined) return;
    const purpose = purposeOf(connectionId);
    const sealed = this.box.seal(this.box.open(before, purpose), purpose);
    await this.repository.reseal(teamId, connectionId, before, sealed);
  }
}

/** Sealed for one connection: moved to another row they cannot be read. */
const purposeOf = (connectionId: string): string => `connection_credentials:${connectionId}`;
