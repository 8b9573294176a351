import { sql } from 'drizzle-orm';
import { operationsOf } from '../parity/support/operations';
import type { ApiOperation, Schema } from '../parity/support/operations';
import { placeRest } from '../parity/support/place';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { FOREIGN, NOBODY, PROBES, WITHOUT_IDS } from './support/probes';
import type { Answer, Ids, Own, Probe } from './support/probes';

const EXPECTED: Readonly<Record<Answer, readonly [number, RegExp]>> = {
  not_found: [404, /"error":"not_found"/],
  unknown_reference: [422, /"error":"unknown_reference"/],
  skipped: [200, /"reason":"not_found"/],
  ignored: [200, /"labels":\[/],
  empty: [200, /"total":0/],
};
/** What only Acme knows: no answer to Globex may hold any of it. */
const SECRETS =
  /acme|Invoice Processor|INV-\d+|SAP Production|Incoming invoices|Invoice scratch|invoice-extraction/i;

const cases = Object.entries(PROBES).flatMap(([id, probes]) =>
  probes.map((probe, index) => [probes.length > 1 ? `${id} (${index + 1})` : id, id, probe] as const),
);

describe('items of another team', () => {
  let test: TestApp;
  let key: string;
  let own: Own;
  let operations: Map<string, ApiOperation>;

  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.globex.ownerKey;
    operations = new Map(operationsOf(test.document).map((operation) => [operation.id, operation]));
    own = await ownItems();
  });
  afterAll(() => test.close());

  const post = async (path: string, body: unknown): Promise<any> => {
    const reply = await test.rest('POST', path, { key, body });
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
    return reply.body;
  };

  async function ownItems(): Promise<Own> {
    const { queue } = await post('/v1/queues', { name: 'Own' });
    const config = { instructions: 'Work.', consumes: [{ queue_id: queue.id }] };
    const { agent } = await post('/v1/agents', { name: 'Own', config, promote: true });
    const { revision } = await post(`/v1/agents/${agent.id}/revisions`, { config });
    const labels = [{ value: 'own' }];
    const made = await post(`/v1/queues/${queue.id}/cases`, { cases: [{ title: 'Own', labels }] });
    const [row] = made.cases;
    return { queue: queue.id, agent: agent.id, draft: revision.id, case: row.id, label: row.labels[0].id };
  }

  const ask = async (id: string, { args }: Probe, ids: Ids) => {
    const { method, url, headers, body } = placeRest(operations.get(id)!, args(ids, own));
    return test.rest(method, url, { key, headers, ...(body !== undefined && { rawBody: body }) });
  };

  /** The text of an answer, with the ids that were sent named by kind and what is random left out. */
  const told = (text: string, ids: Ids): string =>
    Object.entries(ids)
      .reduce((rest, [kind, id]) => rest.replaceAll(id, `<${kind}>`), text)
      .replaceAll(/"request_id":"[^"]*"/g, '"request_id"')
      .replaceAll(/"(updated_at|created_at)":"[^"]*"/g, '"$1"');

  /** Every row that belongs to Acme. */
  const acmeRows = async (): Promise<string> => {
    const { rows: tables } = await test.database.query<{ name: string }>(
      `select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'team_id' and table_name <> 'audit_entries' order by 1`,
    );
    const dumps = await Promise.all(
      tables.map(({ name }) =>
        test.database.handle.execute(
          sql`select coalesce(jsonb_agg(to_jsonb(t) - 'last_used_at' - 'last_used_ip' order by to_jsonb(t)::text), '[]')::text as rows
                from ${sql.identifier(name)} t where team_id = ${test.world.acme.teamId}`,
        ),
      ),
    );
    expect(tables.length).toBeGreaterThan(15);
    return JSON.stringify(dumps.map((dump, index) => [tables[index], (dump as any).rows]));
  };

  it('are probed through every operation that takes an id', () => {
    const all = [...operations.keys()].sort();
    expect([...Object.keys(PROBES), ...WITHOUT_IDS].sort()).toEqual(all);
    for (const id of WITHOUT_IDS) expect({ id, ids: idInputs(operations.get(id)!) }).toEqual({ id, ids: [] });
    for (const [id, probes] of Object.entries(PROBES)) {
      const given = probes.flatMap((probe) => Object.keys(probe.args(NOBODY, own)));
      expect({ id, left: idInputs(operations.get(id)!).filter((name) => !given.includes(name)) }).toEqual({
        id,
        left: [],
      });
    }
  });

  it.each(cases)('%s answers as if they did not exist', async (_, id, probe) => {
    const before = await acmeRows();
    const foreign = await ask(id, probe, FOREIGN);
    const nobody = await ask(id, probe, NOBODY);
    const [status, body] = EXPECTED[probe.answer];
    expect({ status: foreign.status, text: foreign.text }).toEqual({
      status,
      text: expect.stringMatching(body) as string,
    });
    expect(told(foreign.text, FOREIGN)).toEqual(told(nobody.text, NOBODY));
    expect(told(foreign.text, FOREIGN)).not.toMatch(SECRETS);
    expect(await acmeRows()).toBe(before);
  });

  it.each(cases)('%s answers so as a tool too', async (_, id, probe) => {
    const [foreign, nobody] = [
      await test.mcp.call(id, probe.args(FOREIGN, own), { key }),
      await test.mcp.call(id, probe.args(NOBODY, own), { key }),
    ];
    const text = (reply: typeof foreign) => JSON.stringify(reply.body.result.structuredContent);
    expect(foreign.status).toBe(200);
    expect(told(text(foreign), FOREIGN)).toEqual(told(text(nobody), NOBODY));
    expect(text(foreign)).toMatch(EXPECTED[probe.answer][1]);
    expect(told(text(foreign), FOREIGN)).not.toMatch(SECRETS);
  });

  it('are not in any list', async () => {
    const lists = [...operations.values()].filter(
      ({ method, inputs }) => method === 'GET' && !inputs.some(({ required }) => required),
    );
    expect(lists.length).toBeGreaterThan(12);
    for (const { id, path } of lists) {
      const { status, text } = await test.rest('GET', path, { key });
      expect(status).toBe(200);
      expect({ id, leaks: text.match(SECRETS) }).toEqual({ id, leaks: null });
    }
  });

  it('take as long as those that do not exist', async () => {
    const ratios: number[] = [];
    for (const [, id, probe] of cases.filter(([, name]) => operations.get(name)!.method === 'GET')) {
      const times = { foreign: [] as number[], nobody: [] as number[] };
      for (let round = 0; round < 12; round += 1) {
        // Taken turns at, so that what else the machine does falls on both alike.
        for (const [kind, ids] of [
          ['foreign', FOREIGN],
          ['nobody', NOBODY],
        ] as const) {
          const began = performance.now();
          await ask(id, probe, ids);
          times[kind].push(performance.now() - began);
        }
      }
      ratios.push(median(times.foreign) / median(times.nobody));
    }
    expect(median(ratios)).toBeGreaterThan(0.75);
    expect(median(ratios)).toBeLessThan(1.33);
  });
});

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Arguments that hold an id of an item, at any depth. */
function idInputs({ inputs }: ApiOperation): string[] {
  return inputs.filter(({ schema }) => holdsId(schema)).map(({ name }) => name);
}

function holdsId(schema: Schema): boolean {
  if (schema.format === 'uuid') return true;
  const parts = [schema.items, ...(schema.anyOf ?? []), ...Object.values(schema.properties ?? {})];
  return parts.some((part) => part !== undefined && holdsId(part));
}
