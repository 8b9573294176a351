import { Injectable } from '@nestjs/common';
import { API_KEY_PREFIX, ApiKeyDirectory } from '@app/auth';
import type { ApiKeyEntry } from '@app/auth';
import { OperatorError } from '../operator-error';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const VISIBLE_PREFIX_LENGTH = 8;

/** Finds the API key that an operator names, of any team. */
@Injectable()
export class KeyFinder {
  constructor(private readonly directory: ApiKeyDirectory) {}

  /** @returns the keys that fit, by team, newest first */
  find(filter: Parameters<ApiKeyDirectory['find']>[0]): Promise<ApiKeyEntry[]> {
    return this.directory.find(filter);
  }

  /**
   * @param reference id or prefix; a leaked key as a whole will do too, since its prefix is in it
   * @throws OperatorError if there is no such key, or more than one
   */
  async key(reference: string, teamId?: string): Promise<ApiKeyEntry> {
    const random = reference.startsWith(API_KEY_PREFIX) ? reference.slice(API_KEY_PREFIX.length) : reference;
    const prefix = random.slice(0, VISIBLE_PREFIX_LENGTH);
    const filter = UUID.test(reference) ? { id: reference } : { prefix };
    const [found, ...others] = await this.directory.find({ ...filter, teamId });
    // What follows the prefix of a pasted key is not repeated.
    const shown = 'id' in filter ? reference : prefix;
    if (!found)
      throw new OperatorError(`There is no API key ${shown}; "npm run keys -- list" lists the keys.`);
    if (others.length === 0) return found;
    const ids = [found, ...others].map((entry) => entry.key.id).join(', ');
    throw new OperatorError(`Several API keys begin with ${shown}; name one by its id: ${ids}.`);
  }
}
