/**
 * What a host is shown. `safe` is what every known host accepts; `lean` spends fewer keywords; `gemini` and
 * `openai-strict` follow the rules of one family of hosts; `full-2020-12` uses the whole of JSON Schema 2020-12.
 */
export type Profile = 'safe' | 'lean' | 'gemini' | 'openai-strict' | 'full-2020-12';
export const PROFILES: readonly Profile[] = ['safe', 'lean', 'gemini', 'openai-strict', 'full-2020-12'];

/** Written from the document at conversion; the others are derived from `safe` when somebody asks for them. */
export type EmittedProfile = 'safe' | 'full-2020-12';
export const EMITTED_PROFILES: readonly EmittedProfile[] = ['safe', 'full-2020-12'];
export type DerivedProfile = Exclude<Profile, EmittedProfile>;
