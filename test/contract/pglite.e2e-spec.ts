import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf } from '../parity/examples';
import { operationsOf } from '../parity/support/operations';
import { outcomeOfRest, outcomeOfTool } from '../parity/support/outcome';
import type { Outcome } from '../parity/support/outcome';
import { placeRest } from '../parity/support/place';
import { plantSeeds } from '../parity/support/seeds';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** Error code, or the status of a success. */
const told = ({ status, body }: Outcome): string =>
  `${status} ${(body.error as string | undefined) ?? ''}`.trim();

/** Every example of every operation as the owner, one half as REST requests and the other as tool calls. */
async function story(test: TestApp): Promise<Record<string, string>> {
  const seeds = await plantSeeds(test);
  const key = test.world.acme.keys.owner;
  const answers: Record<string, string> = {};
  for (const operation of operationsOf(test.document)) {
    for (const [way, planted] of [
      ['REST', seeds.owner],
      ['tool', seeds.admin],
    ] as const) {
      for (const [label, args] of Object.entries(examplesOf(operation, planted))) {
        const { method, url, headers, body } = placeRest(operation, args);
        const outcome =
          way === 'tool'
            ? outcomeOfTool(await test.mcp.call(operation.id, args, { key }))
            : outcomeOfRest(
                await test.rest(method, url, { key, headers, ...(body !== undefined && { rawBody: body }) }),
              );
        answers[`${operation.id} as ${way}: ${label}`] = told(outcome);
      }
    }
  }
  return answers;
}

describe('the embedded database', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-pglite-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers every operation as PostgreSQL does', async () => {
    const postgres = await createTestApp();
    const expected = await story(postgres);
    await postgres.close();

    const url = `pglite://${join(folder, 'data')}`;
    const pglite = await createTestApp({ databaseUrl: url });
    const found = await story(pglite);
    const { keys } = pglite.world.acme;
    await pglite.close();
    expect(Object.values(expected).filter((answer) => answer.startsWith('2')).length).toBeGreaterThan(50);
    expect(found).toEqual(expected);

    const again = await createTestApp({ databaseUrl: url, world: pglite.world });
    const reply = await again.rest('GET', '/v1/agents', { key: keys.owner, query: { search: 'Seed agent' } });
    await again.close();
    expect(reply.body.total).toBeGreaterThan(0);
  }, 300_000);
});
