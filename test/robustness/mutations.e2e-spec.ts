import fc from 'fast-check';
import { examplesOf } from '../parity/examples';
import { operationsOf } from '../parity/support/operations';
import type { ApiOperation } from '../parity/support/operations';
import { placeRest } from '../parity/support/place';
import type { Args } from '../parity/support/place';
import type { Seeds } from '../parity/support/seeds';
import { message } from '../refusals/support/message';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { cut, cuts, mutate, oddValue, steps } from './support/mutate';

const FULL = process.env.FULL_MATRIX === '1';
const SEED = 20_260_728;
/** Bodies and arguments together: 10,000 in the long run, 1,500 in the quick one. */
const RUNS = FULL ? 5_000 : 750;
const TIME_LIMIT = FULL ? 600_000 : 120_000;

const METHODS = [
  'tools/call',
  'tools/list',
  'initialize',
  'ping',
  'server/discover',
  'notifications/initialized',
];
const SEEDS: Seeds = {
  agentId: '11111111-1111-4111-8111-111111111111',
  draftId: '22222222-2222-4222-8222-222222222222',
  skillId: '33333333-3333-4333-8333-333333333333',
  skillName: 'mutant',
  filePath: 'mutants/a.txt',
  renamePath: 'mutants/b.txt',
  queueId: '44444444-4444-4444-8444-444444444444',
  emptyQueueId: '55555555-5555-4555-8555-555555555555',
  labelId: '66666666-6666-4666-8666-666666666666',
  caseId: '77777777-7777-4777-8777-777777777777',
  sandboxes: {
    ownId: '88888888-8888-4888-8888-888888888881',
    expiredId: '88888888-8888-4888-8888-888888888882',
    othersId: '88888888-8888-4888-8888-888888888883',
  },
  runs: {
    workerId: '99999999-9999-4999-8999-000000000001',
    strangerId: '99999999-9999-4999-8999-000000000002',
    queueId: '99999999-9999-4999-8999-000000000003',
    pendingId: '99999999-9999-4999-8999-000000000004',
    stoppableId: '99999999-9999-4999-8999-000000000005',
    runningId: '99999999-9999-4999-8999-000000000006',
    completedId: '99999999-9999-4999-8999-000000000007',
    failedId: '99999999-9999-4999-8999-000000000008',
    approvalRunId: '99999999-9999-4999-8999-000000000009',
    approvalId: '99999999-9999-4999-8999-000000000010',
    questionRunId: '99999999-9999-4999-8999-000000000011',
    questionId: '99999999-9999-4999-8999-000000000012',
    cases: {
      claimed: '99999999-9999-4999-8999-000000000050',
      pending: '99999999-9999-4999-8999-000000000051',
      other: '99999999-9999-4999-8999-000000000052',
      completed: '99999999-9999-4999-8999-000000000053',
      failed: '99999999-9999-4999-8999-000000000054',
      toDelete: '99999999-9999-4999-8999-000000000055',
    },
  },
  tag: 'mutant',
};

const headerValue = () =>
  fc.oneof(
    fc.constantFrom(
      '',
      '2026-07-28',
      '2025-11-25',
      '2025-03-26',
      '1',
      'tools/call',
      '=?base64?!?=',
      '=?base64?AAAA?=',
      '*',
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
  );
const HEADERS = [
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'accept',
  'accept-encoding',
  'x-mcp-tools',
  'x-mcp-toolsets',
  'x-mcp-readonly',
  'x-mcp-profile',
  'idempotency-key',
  'if-match',
  'x-request-id',
  'content-type',
  'traceparent',
];
const headerChanges = () =>
  fc.dictionary(fc.constantFrom(...HEADERS), headerValue(), { maxKeys: 2, noNullPrototype: true });

describe('mutated input', () => {
  let test: TestApp;
  let key: string;
  let operations: ApiOperation[];
  const statuses = new Map<number, number>();

  beforeAll(async () => {
    test = await createTestApp({ alone: 'a balancer refuses by itself what is no HTTP' });
    key = test.world.acme.keys.owner;
    operations = operationsOf(test.document);
  });
  afterAll(() => test.close());

  /** Nothing of ours went wrong, and whatever came back is a JSON object or nothing. */
  const judge = (reply: { status: number; text: string; headers: Headers; body: any }): void => {
    const outer = reply.status;
    const inner: number = reply.body?.result?._meta?.['ai.duvo/http']?.status ?? outer;
    statuses.set(inner, (statuses.get(inner) ?? 0) + 1);
    if (outer >= 500 || inner >= 500)
      throw new Error(`Answered with ${outer}/${inner}: ${reply.text.slice(0, 500)}`);
    const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream');
    if (reply.text !== '' && !isStream && typeof reply.body !== 'object') {
      throw new Error(`No JSON object: ${reply.text.slice(0, 200)}`);
    }
  };
  const argsOf = (operation: ApiOperation, index: number): Args => {
    const examples = Object.values(examplesOf(operation, SEEDS));
    return examples[index % examples.length] ?? {};
  };
  const check = <T>(
    runs: number,
    arbitrary: fc.Arbitrary<T>,
    ask: (input: T) => Promise<Parameters<typeof judge>[0]>,
  ) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (input) => judge(await ask(input))),
      {
        seed: SEED,
        numRuns: runs,
        interruptAfterTimeLimit: TIME_LIMIT - 10_000,
        markInterruptAsFailure: true,
      },
    );

  it(
    'of JSON-RPC bodies and headers gives no 5xx',
    async () => {
      const input = fc.record({
        era: fc.constantFrom('modern', 'legacy'),
        method: fc.oneof(fc.constantFrom(...METHODS), fc.constant('tools/call')),
        tool: fc.nat({ max: 1000 }),
        changes: steps(0, 4),
        bytes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: cuts(3) }),
        headers: fc.oneof(fc.constant({}), headerChanges()),
      });
      await check(RUNS, input, async ({ era, method, tool, changes, bytes, headers }) => {
        const operation = operations[tool % operations.length] as ApiOperation;
        const params =
          method === 'tools/call' ? { name: operation.id, arguments: argsOf(operation, tool) } : {};
        const made = message(era, method, params);
        const body = cut(Buffer.from(JSON.stringify(mutate(made.body, changes)) ?? ''), bytes);
        return test.mcp.raw(body, { key, headers: { ...made.headers, ...headers } });
      });
    },
    TIME_LIMIT,
  );

  it(
    'of tool arguments gives no 5xx',
    async () => {
      const input = fc.record({
        era: fc.constantFrom('modern', 'legacy'),
        tool: fc.nat({ max: 1000 }),
        changes: steps(0, 3),
        odd: fc.dictionary(fc.nat({ max: 20 }).map(String), oddValue(), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
      });
      await check(RUNS, input, async ({ era, tool, changes, odd }) => {
        const operation = operations[tool % operations.length] as ApiOperation;
        const args = { ...argsOf(operation, tool) };
        for (const [index, value] of Object.entries(odd)) {
          const { inputs } = operation;
          if (inputs.length > 0)
            args[(inputs[Number(index) % inputs.length] as { name: string }).name] = value;
        }
        return test.mcp.call(operation.id, mutate(args, changes), { key, era: era });
      });
    },
    TIME_LIMIT,
  );

  it(
    'of REST requests gives no 5xx',
    async () => {
      const input = fc.record({
        operation: fc.nat({ max: 1000 }),
        changes: steps(0, 3),
        bytes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: cuts(2) }),
        tail: fc.oneof(
          fc.constant(''),
          fc.webQueryParameters(),
          fc.constantFrom('limit=1&limit=x', '%', '%ff=%ff', 'a[b]=c', '__proto__=1'),
        ),
        headers: fc.oneof(fc.constant({}), headerChanges()),
        method: fc.oneof(
          { weight: 9, arbitrary: fc.constant('') },
          { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
        ),
      });
      await check(
        Math.ceil(RUNS * 0.6),
        input,
        async ({ operation: index, changes, bytes, tail, headers, method }) => {
          const operation = operations[index % operations.length] as ApiOperation;
          const args = mutate(argsOf(operation, index), changes);
          const placed = placeRest(operation, isRecord(args) ? args : { args });
          const url =
            tail === '' ? placed.url : `${placed.url}${placed.url.includes('?') ? '&' : '?'}${tail}`;
          const verb = method || placed.method;
          const body =
            placed.body === undefined || verb === 'GET' ? undefined : cut(Buffer.from(placed.body), bytes);
          return test.rest(verb, url, {
            key,
            headers: { ...latin1(placed.headers), ...headers },
            ...(body && { rawBody: body }),
          });
        },
      );
    },
    TIME_LIMIT,
  );

  it('reached the operations, not only their refusals', () => {
    expect(statuses.get(200)).toBeGreaterThan(20);
    expect(statuses.get(400)).toBeGreaterThan(100);
    expect(statuses.get(404)).toBeGreaterThan(10);
  });

  it('left a server that still answers, in both eras and over REST, and logged no fault', async () => {
    expect((await test.rest('GET', '/v1/agents', { key })).status).toBe(200);
    for (const era of ['modern', 'legacy'] as const) {
      expect((await test.mcp.call('list_agents', {}, { key, era })).result.isError).toBe(false);
      expect((await test.mcp.list({ key, era })).result.tools.length).toBeGreaterThan(0);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(test.logs.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
});

const isRecord = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What fetch agrees to send as a header. */
function latin1(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([, value]) => /^[\x20-\x7e\x80-\xff]*$/.test(value)),
  );
}
