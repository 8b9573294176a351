export const DEFAULT_EXPIRY_DAYS = 90;
const DAY_MS = 86_400_000;
/** The clocks of whoever asks and of the server differ. */
const CLOCK_SKEW_MS = 300_000;

/** What is asked for a new key. */
export interface AskedLife {
  /** `null`: never expires. @default 90, or what the team allows if that is less */
  readonly expiresInDays?: number | null | undefined;
  /** The same as a time; it counts if both are given. */
  readonly expiresAt?: Date | null | undefined;
}

/** A key that would live longer than its team allows. The message is for whoever asked. */
export class KeyLifeError extends Error {
  /** @param maxDays longest life that the team allows, in days */
  constructor(readonly maxDays: number) {
    super(
      `must be at most ${maxDays} ${maxDays === 1 ? 'day' : 'days'} from now, which is the rule of this team`,
    );
  }
}

/**
 * @param now in milliseconds since 1970
 * @param maxDays longest life that the team allows; `null`: any, and none
 * @returns when the key ends; `null`: never
 * @throws KeyLifeError
 */
export function endOfKey(asked: AskedLife, now: number, maxDays: number | null): Date | null {
  const end = askedEnd(asked, now, maxDays);
  if (maxDays === null) return end;
  const last = now + maxDays * DAY_MS;
  if (end === null || end.getTime() > last + CLOCK_SKEW_MS) throw new KeyLifeError(maxDays);
  return end;
}

function askedEnd({ expiresAt, expiresInDays }: AskedLife, now: number, maxDays: number | null): Date | null {
  if (expiresAt !== undefined) return expiresAt;
  if (expiresInDays === null) return null;
  const days = expiresInDays ?? Math.min(DEFAULT_EXPIRY_DAYS, maxDays ?? DEFAULT_EXPIRY_DAYS);
  return new Date(now + days * DAY_MS);
}
