import { PROFILES, type Profile } from '../model/profile';

export interface ProfileHints {
  /** Value of `?profile=`. */
  query?: string | undefined;
  /** Value of `X-MCP-Profile`. */
  header?: string | undefined;
  /** `name` of the client info in `_meta` or in `initialize`. */
  clientName?: string | undefined;
  userAgent?: string | undefined;
}

export interface ProfileChoice {
  readonly profile: Profile;
  /** A sentence naming a value that is no profile; the choice then goes on with `safe`. */
  readonly problem: string | null;
}

/**
 * Hosts that hand schemas on to a model API with rules of its own. Everybody else takes `safe`, which was chosen
 * so that a host nobody knows works as well.
 */
const HOSTS: readonly [RegExp, Profile][] = [[/\bgemini\b|\bgoogle-genai\b|\bvertex-?ai\b/i, 'gemini']];

/** The profile of one request: URL, then header, then who the client says it is, then its user agent. */
export function chooseProfile(hints: ProfileHints): ProfileChoice {
  const asked = hints.query ?? hints.header;
  if (asked !== undefined && asked !== '') {
    const profile = PROFILES.find((name) => name === asked);
    return profile === undefined ? { profile: 'safe', problem: unknown(asked) } : { profile, problem: null };
  }
  for (const name of [hints.clientName, hints.userAgent]) {
    const host = name === undefined ? undefined : HOSTS.find(([pattern]) => pattern.test(name));
    if (host !== undefined) return { profile: host[1], problem: null };
  }
  return { profile: 'safe', problem: null };
}

function unknown(asked: string): string {
  return `There is no profile "${asked.slice(0, 100)}"; known are ${PROFILES.join(', ')}.`;
}
