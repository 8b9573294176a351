import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { Database } from '@app/database';
import { SecretBox } from '@app/secrets';
import { generateCookieSecret, generateTokenKey, TOKEN_ALGORITHMS } from './generate-key';
import { ServerKeysRepository } from './server-keys.repository';
import type { KeyUse, StoredKey } from './server-keys.repository';

/** By then every replica has read a new key, in seconds. */
export const ACTIVATION_SECONDS = 600;
/** For how long an old key verifies after a new one signs: longer than anything signed with it lives. */
export const OVERLAP_SECONDS = 86_400;

export interface KeySet {
  /** Changes whenever any of the rest does. */
  readonly version: string;
  /** Private JWKs, the one that signs first. */
  readonly tokens: readonly JWK[];
  /** The one that signs first. */
  readonly cookies: readonly string[];
}

/** When a rotation takes effect. */
export interface Rotation {
  readonly activeInSeconds: number;
  readonly retiredInSeconds: number;
}

/** The keys of the authorization server: kept encrypted in the database, so that all replicas have the same. */
@Injectable()
export class ServerKeys {
  private readonly listeners: (() => Promise<void>)[] = [];

  constructor(
    private readonly database: Database,
    private readonly repository: ServerKeysRepository,
    private readonly box: SecretBox,
  ) {}

  /** Adds whoever reads the keys again once this process has made new ones. */
  onRotation(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  /**
   * Reads the keys; makes them if there are none. Replicas that start together make them once.
   * @throws ConfigError without an encryption key, UnreadableSecretError with another one
   */
  async load(): Promise<KeySet> {
    const found = await this.repository.list();
    if (isComplete(found)) return this.open(found);
    await this.database.transaction(async () => {
      await this.database.lockForSetup();
      if (!isComplete(await this.repository.list())) await this.append(0);
    });
    return this.open(await this.repository.list());
  }

  /**
   * Makes new keys. They sign once every replica knows them, and the old ones verify for a day longer.
   * @param atOnce after a leak: new keys sign now and old ones are worth nothing, so what is under way fails
   */
  async rotate(atOnce: boolean): Promise<Rotation> {
    const activeInSeconds = atOnce ? 0 : ACTIVATION_SECONDS;
    const retiredInSeconds = atOnce ? 0 : ACTIVATION_SECONDS + OVERLAP_SECONDS;
    await this.database.transaction(async () => {
      await this.database.lockForSetup();
      await this.repository.deleteRetired();
      await this.repository.retireAll(retiredInSeconds);
      await this.append(activeInSeconds);
    });
    for (const listener of this.listeners) await listener();
    return { activeInSeconds, retiredInSeconds };
  }

  private async append(activeInSeconds: number): Promise<void> {
    for (const alg of TOKEN_ALGORITHMS) {
      await this.insert('tokens', JSON.stringify(await generateTokenKey(alg)), activeInSeconds);
    }
    await this.insert('cookies', generateCookieSecret(), activeInSeconds);
  }

  private insert(use: KeyUse, secret: string, activeInSeconds: number): Promise<void> {
    const id = randomUUID();
    return this.repository.insert({ id, use, sealed: this.box.seal(secret, purposeOf(id)) }, activeInSeconds);
  }

  private async open(rows: readonly StoredKey[]): Promise<KeySet> {
    const secrets = new Map<string, string>();
    for (const row of rows) secrets.set(row.id, await this.read(row));
    const of = (use: KeyUse): string[] =>
      rows.filter((row) => row.use === use).map(({ id }) => secrets.get(id) ?? '');
    return {
      version: rows.map(({ id, active }) => `${id}${active ? '' : '?'}`).join(),
      tokens: of('tokens').map((text) => JSON.parse(text) as JWK),
      cookies: of('cookies'),
    };
  }

  /** A key that was sealed under a former encryption key is sealed anew, so that the former can go one day. */
  private async read({ id, sealed }: StoredKey): Promise<string> {
    const secret = this.box.open(sealed, purposeOf(id));
    if (!this.box.isCurrent(sealed)) await this.repository.reseal(id, this.box.seal(secret, purposeOf(id)));
    return secret;
  }
}

const isComplete = (rows: readonly StoredKey[]): boolean =>
  (['tokens', 'cookies'] as const).every((use) => rows.some((row) => row.use === use && row.active));

const purposeOf = (id: string): string => `oauth_server_keys:${id}`;
