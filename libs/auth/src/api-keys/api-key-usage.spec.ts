import { Logger } from '@nestjs/common';
import { aPrincipal, StoppedClock, TEAM_ID } from '../principal.spec-support';
import type { ApiKeysRepository, ApiKeyUse } from './api-keys.repository';
import { ApiKeyUsage, USAGE_INTERVAL_MS } from './api-key-usage';

const FROM = { ip: '192.0.2.1' };

function setUp(write: () => Promise<void> = () => Promise.resolve()) {
  const notes: { teamId: string; id: string; use: ApiKeyUse }[] = [];
  const repository = {
    noteUse: (teamId: string, id: string, use: ApiKeyUse) => {
      notes.push({ teamId, id, use });
      return write();
    },
  } as unknown as ApiKeysRepository;
  const clock = new StoppedClock();
  return { notes, clock, usage: new ApiKeyUsage(repository, clock) };
}

beforeAll(() => Logger.overrideLogger(false));

describe('ApiKeyUsage', () => {
  it('notes the first use of a key, then at most one a minute', () => {
    const { notes, clock, usage } = setUp();
    const start = clock.time;
    for (let i = 0; i < 60; i += 1) {
      usage.note(aPrincipal(), FROM);
      clock.time += USAGE_INTERVAL_MS / 60;
    }
    expect(notes).toEqual([
      {
        teamId: TEAM_ID,
        id: aPrincipal().credential.id,
        use: { at: new Date(start), address: '192.0.2.1', notedBefore: new Date(start - USAGE_INTERVAL_MS) },
      },
    ]);
    usage.note(aPrincipal(), FROM);
    expect(notes).toHaveLength(2);
  });

  it('notes nothing for a credential that is no key', () => {
    const { notes, usage } = setUp();
    usage.note(aPrincipal({ credential: { ...aPrincipal().credential, type: 'oauth' } }), FROM);
    expect(notes).toEqual([]);
  });

  it('never lets a write that fails reach the request', async () => {
    const { notes, usage } = setUp(() => Promise.reject(new Error('connection lost')));
    usage.note(aPrincipal(), FROM);
    await expect(usage.onModuleDestroy()).resolves.toBeUndefined();
    expect(notes).toHaveLength(1);
  });

  it('waits for what is being written before the application ends', async () => {
    let finish = (): void => undefined;
    const { usage } = setUp(() => new Promise((resolve) => (finish = resolve)));
    usage.note(aPrincipal(), FROM);
    let ended = false;
    const end = usage.onModuleDestroy().then(() => (ended = true));
    await Promise.resolve();
    expect(ended).toBe(false);
    finish();
    await end;
  });
});
