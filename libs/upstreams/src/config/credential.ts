import { UpstreamsFileError } from './upstreams-file.error';
import type { CredentialSettings } from './upstreams.schema';

/** What goes along with each request to an upstream, and what must never be seen of it. */
export interface UpstreamCredential {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value`, encoded; empty: nothing. */
  readonly query: string;
  /** Name of the query parameter that callers may not set. */
  readonly queryName: string | undefined;
  /** Every text that gives the credential away. */
  readonly secrets: readonly string[];
}

export const NO_CREDENTIAL: UpstreamCredential = {
  headers: {},
  query: '',
  queryName: undefined,
  secrets: [],
};

/** Shorter ones would be found all over in replies that have nothing to do with them. */
const SHORTEST_SECRET = 4;

/**
 * @param secret the value of an environment variable
 * @param place how messages call the upstream
 * @throws UpstreamsFileError if a value is missing or cannot go where it is to go; it is never named itself
 */
export function credentialOf(
  settings: CredentialSettings | undefined,
  secret: (name: string) => string | undefined,
  place: string,
): UpstreamCredential {
  if (!settings) return NO_CREDENTIAL;
  const read = (name: string): string => valueOf(name, secret, place);
  if (settings.type === 'query') {
    const value = read(settings.env);
    const encoded = encodeURIComponent(value);
    return {
      headers: {},
      query: `${encodeURIComponent(settings.name)}=${encoded}`,
      queryName: settings.name,
      secrets: [...new Set([value, encoded])],
    };
  }
  if (settings.type === 'basic') {
    const password = read(settings.passwordEnv);
    const pair = Buffer.from(`${read(settings.usernameEnv)}:${password}`).toString('base64');
    return withHeader('authorization', `Basic ${pair}`, [password, pair]);
  }
  const value = read(settings.env);
  if (settings.type === 'bearer') return withHeader('authorization', `Bearer ${value}`, [value]);
  return withHeader(settings.name.toLowerCase(), value, [value]);
}

function withHeader(name: string, value: string, secrets: readonly string[]): UpstreamCredential {
  return { headers: { [name]: value }, query: '', queryName: undefined, secrets };
}

function valueOf(name: string, secret: (name: string) => string | undefined, place: string): string {
  const value = secret(name);
  if (value === undefined) {
    throw new UpstreamsFileError(
      `${place}: the environment variable ${name} is not set; set it, or ${name}_FILE.`,
    );
  }

  if (/[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(value) || value !== value.trim()) {
    throw new UpstreamsFileError(
      `${place}: ${name} holds line ends or other characters that no header can carry; correct it.`,
    );
  }
  if (value.length < SHORTEST_SECRET) {
    throw new UpstreamsFileError(
      `${place}: ${name} has less than ${SHORTEST_SECRET} characters; use a longer one.`,
    );
  }
  return value;
}
