import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.service';
import { openPglite } from './pglite.driver';

describe('openPglite', () => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-pglite-driver-'));
    database = await openPglite(join(folder, 'data'));
  }, 60_000);
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How often a timer of 1 ms gets its turn while the work goes on. */
  async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    for (const end = performance.now() + 200; performance.now() < end;) await work();
    clearInterval(timer);
    return turns;
  }

  it('gives a handle that lets others have their turn while one query follows the other', async () => {
    expect(await turnsDuring(() => database.query('select 1'))).toBeGreaterThan(20);
    const inTransaction = () => database.transaction(() => database.query('select 1'));
    expect(await turnsDuring(inTransaction)).toBeGreaterThan(20);
  });

  it('runs a script of several statements, and leaves nothing of one that fails', async () => {
    await database.runScript('create table notes (n int); insert into notes values (1); select 1');
    const failing = database.runScript('insert into notes values (2); select 1 / 0');
    await expect(failing).rejects.toThrow('division by zero');
    const { rows } = await database.query('select n from notes where n < $1', [9]);
    expect(rows).toEqual([{ n: 1 }]);
  });
});
