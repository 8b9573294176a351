export type HostId =
  | 'claude'
  | 'claude-code'
  | 'cursor'
  | 'chatgpt'
  | 'vscode'
  | 'copilot-cli'
  | 'mcp-remote'
  | 'inspector'
  | 'codex'
  | 'script';

/** What a host posts to the registration endpoint. */
export type RegistrationBody = Readonly<Record<string, unknown>> & {
  readonly redirect_uris: readonly string[];
};

/** How a host asks for authorization where it differs from the plain way. */
export interface AuthorizationHabit {
  /** As sent; a loopback port need not be the registered one. */
  readonly redirectUri: string;
  /** Given the scopes to ask for; raw, as it stands in the query before encoding. */
  readonly scope?: (scopes: readonly string[]) => string | undefined;
  readonly resource?: (resource: string) => string;
  /** What is special about it, for the report. */
  readonly habit: string;
  /** The habit shows in some sign-ins only: a server without it is a nuisance, not a wall. */
  readonly sometimes?: boolean;
}

export interface Host {
  readonly id: HostId;
  readonly name: string;
  /** Absent for one that brings a key. */
  readonly oauth?: {
    readonly registration: (scopes: readonly string[]) => RegistrationBody;
    readonly authorization: AuthorizationHabit;
  };
  /** Ids of the checks on its way, in the order it meets them. */
  readonly path: readonly string[];
}
