import type { HttpClient } from './http/http-client';
import type { JsonObject } from './support/json';
import type { Target } from './target';

export interface SessionSettings {
  /** Key or access token; goes to the endpoint alone. */
  readonly token?: string;
  /** Whether clients may be registered, which stay on the server unless it lets them be removed. */
  readonly register: boolean;
  /** @returns unguessable base64url text of at least 43 characters */
  readonly random: () => string;
  /** Ids of the checks in this examination: nothing is sent on behalf of others. */
  readonly examined: ReadonlySet<string>;
}

/** One examination: what the checks share. Each fact is fetched once, whoever asks first. */
export class Session {
  private readonly facts = new Map<string, Promise<unknown>>();
  /** Everything that must not be in the report: the token and what the server gave us. */
  readonly secrets = new Set<string>();
  /** Clients that the server made for us. */
  readonly registrations: JsonObject[] = [];
  /** MCP sessions that the server opened for us. */
  readonly mcpSessions = new Set<string>();

  constructor(
    readonly target: Target,
    readonly http: HttpClient,
    readonly settings: SessionSettings,
  ) {
    if (settings.token) this.secrets.add(settings.token);
  }

  /** @returns whether this check is part of the examination */
  isExamined(checkId: string): boolean {
    return this.settings.examined.has(checkId);
  }

  /** @returns the fact under this name, fetched by `fetch` the first time */
  once<T>(name: string, fetch: () => Promise<T>): Promise<T> {
    const known = this.facts.get(name) as Promise<T> | undefined;
    if (known) return known;
    const fact = fetch();
    this.facts.set(name, fact);
    return fact;
  }
}
