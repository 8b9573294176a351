import { LRUCache } from 'lru-cache';
import type { Client, Provider } from 'oidc-provider';
import type { Clock } from '@app/auth';
import { isStoreDown } from '@app/errors';
import { currentCaller } from '../provider/caller';
import { isFetchAway } from './fetch-away';

/**
 * How long a client goes on without its document: as long as the library would at most keep one that its server
 * says to keep. A night's outage passes unnoticed, and what the maker takes back holds a day later at the latest.
 */
const KEPT_MS = 24 * 3_600_000;
const MAX_CLIENTS = 500;

/**
 * Lets clients that have tokens go on under what their document last said while it cannot be read, so that an outage
 * of their maker cuts nobody off. Requests for access still need the document. Each process knows those that it gave
 * tokens to; any other is told to try again.
 */
export function keepLastGoodClients(provider: Provider, clock: Clock): void {
  const kept = new LRUCache<string, Client>({
    max: MAX_CLIENTS,
    ttl: KEPT_MS,
    ttlResolution: 0,
    perf: clock,
  });
  const clients = provider.Client;
  const find = clients.find.bind(clients);
  clients.find = async (id) => {
    try {
      const client = await find(id);
      if (client && kept.has(id)) kept.set(id, client);
      return client;
    } catch (error) {
      if (isFetchAway(error)) return lastOf(kept, id, error);
      // One whose document is gone, or wrong, has ended.
      if (!isStoreDown(error)) kept.delete(id);
      throw error;
    }
  };
  provider.on('grant.success', ({ oidc: { client } }) => {
    const isDocument = /^https?:/i.test(client?.clientId ?? '');
    // One that is there already counts from when its document was read, not from now.
    if (client && isDocument && !kept.has(client.clientId)) kept.set(client.clientId, client);
  });
}

function lastOf(kept: LRUCache<string, Client>, id: string, error: unknown): Client {
  const last = currentCaller().isConnected ? kept.get(id) : undefined;
  if (!last) throw error;
  return last;
}
