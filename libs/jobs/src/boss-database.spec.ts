import type { Database } from '@app/database';
import { bossDatabase } from './boss-database';

describe('bossDatabase', () => {
  const calls: unknown[][] = [];
  const database = {
    query: async (...args: unknown[]) => {
      calls.push(['query', ...args]);
      return { rows: [{ n: 1 }] };
    },
    runScript: async (...args: unknown[]) => void calls.push(['runScript', ...args]),
  } as unknown as Database;
  beforeEach(() => calls.splice(0));

  it('passes a statement on with its values', async () => {
    expect(await bossDatabase(database).executeSql('select $1', [1])).toEqual({ rows: [{ n: 1 }] });
    expect(calls).toEqual([['query', 'select $1', [1]]]);
  });

  it('takes BEGIN and COMMIT from a script, as the transaction is ours', async () => {
    await bossDatabase(database).executeSql('\n  BEGIN;\n  SET x; UPDATE y;\n  COMMIT;\n', []);
    expect(calls).toEqual([['runScript', expect.stringMatching(/^\s*SET x; UPDATE y;\s*$/)]]);
  });
});
