import { UnreadableSecretError } from './secret-box';

/**
 * Lets secrets that an older key wrote be written anew, one by one, so that the older key can be dropped.
 * @param ids of what the first key has not written
 * @param renew reads one and writes it anew
 * @returns how many no key at hand can read; they stay as they are
 */
export async function resealAll(
  ids: readonly string[],
  renew: (id: string) => Promise<unknown>,
): Promise<number> {
  let unreadable = 0;
  for (const id of ids) {
    try {
      await renew(id);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      unreadable += 1;
    }
  }
  return unreadable;
}
