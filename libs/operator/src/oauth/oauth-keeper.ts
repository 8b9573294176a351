/** A program that a person has connected, as its keeper tells it. */
export interface KeptApp {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly redirectHost: string;
  readonly scopes: readonly string[];
  readonly user: { readonly id: string; readonly email: string };
  readonly team: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
}

/** When new keys sign and old ones end, in seconds from now. */
export interface KeyRotation {
  readonly activeInSeconds: number;
  readonly retiredInSeconds: number;
}

/** Who has the connected apps and keys. Commands know no authorization server, so the app puts it in. */
export abstract class OAuthKeeper {
  /** @returns the connections that stand, newest first */
  abstract apps(filter: {
    readonly userId?: string | undefined;
    readonly teamId?: string | undefined;
    readonly id?: string | undefined;
  }): Promise<KeptApp[]>;
  /** @returns whether it still stood */
  abstract revoke(app: KeptApp): Promise<boolean>;
  abstract rotateKeys(atOnce: boolean): Promise<KeyRotation>;
}
