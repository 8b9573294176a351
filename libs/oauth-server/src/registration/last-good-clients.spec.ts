import { EventEmitter } from 'node:events';
import type { Client, Provider } from 'oidc-provider';
import { asCaller, callerOf } from '../provider/caller';
import { FetchAway } from './fetch-away';
import { keepLastGoodClients } from './last-good-clients';

const ID = 'https://host.test/client.json';
const HOUR = 3_600_000;

describe('keepLastGoodClients', () => {
  let now: number;
  let events: EventEmitter;
  let clients: { find: (id: string) => Promise<Client | undefined> };
  const find = jest.fn<Promise<Client | undefined>, [string]>();
  beforeEach(() => {
    now = 1_000_000;
    events = new EventEmitter();
    find.mockReset().mockImplementation((id) => Promise.resolve(clientOf(id)));
    clients = { find };
    const provider = Object.assign(events, { Client: clients });
    keepLastGoodClients(provider as Partial<Provider> as Provider, { now: () => now });
  });

  const clientOf = (clientId: string, clientName = 'read'): Client =>
    ({ clientId, clientName }) as Partial<Client> as Client;
  const tokensFor = (client: Client | undefined): unknown =>
    events.emit('grant.success', { oidc: { client } });
  const refresh = (id = ID): Promise<Client | undefined> =>
    asCaller(callerOf('', '', true), () => clients.find(id));
  const away = (): unknown =>
    find.mockRejectedValue(new Error('fetch failed', { cause: new FetchAway('status 503') }));

  it('lets a client with tokens go on while its document is away', async () => {
    tokensFor(await refresh());
    away();
    expect((await refresh())?.clientName).toBe('read');
  });

  it('gives no client new access meanwhile', async () => {
    tokensFor(await refresh());
    away();
    await expect(asCaller(callerOf('', ''), () => clients.find(ID))).rejects.toThrow('fetch failed');
  });

  it('knows no client that has no tokens from here', async () => {
    await refresh();
    away();
    await expect(refresh()).rejects.toThrow('fetch failed');
  });

  it('goes by what the document said last', async () => {
    tokensFor(await refresh());
    find.mockResolvedValueOnce(clientOf(ID, 'read later'));
    await refresh();
    away();
    expect((await refresh())?.clientName).toBe('read later');
  });

  it('ends a day after the document was read last, however often tokens are issued', async () => {
    tokensFor(await refresh());
    now += HOUR;
    await refresh();
    away();
    now += 23 * HOUR;
    tokensFor(await refresh());
    now += HOUR - 1;
    tokensFor(await refresh());
    now += 2;
    await expect(refresh()).rejects.toThrow('fetch failed');
  });

  it('ends at once where the document is gone or wrong', async () => {
    tokensFor(await refresh());
    find.mockRejectedValueOnce(new Error('unexpected response status 404'));
    await expect(refresh()).rejects.toThrow('404');
    away();
    await expect(refresh()).rejects.toThrow('fetch failed');
  });

  it('outlives an outage of our own store', async () => {
    tokensFor(await refresh());
    find.mockRejectedValueOnce(Object.assign(new Error('down'), { code: 'ECONNREFUSED' }));
    await expect(refresh()).rejects.toThrow('down');
    away();
    expect((await refresh())?.clientId).toBe(ID);
  });

  it('keeps no client that registered itself: its registration is the last word', async () => {
    tokensFor(await refresh('registered'));
    away();
    await expect(refresh('registered')).rejects.toThrow('fetch failed');
  });
});
