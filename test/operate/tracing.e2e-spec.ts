import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Tracing } from '@app/telemetry';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';

interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly links?: readonly { traceId: string; spanId: string }[];
  readonly status: { code?: number };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const HOST_TRACE = '1bf7651916cd43dd8448eb211c80319d';
const SERVER = 2;
const ERROR = 2;

/** What OpenTelemetry calls a collector: it takes spans as JSON and keeps them in memory. */
class Collector {
  readonly spans: ReceivedSpan[] = [];
  readonly resources: unknown[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans) {
          collector.resources.push(resource);
          for (const { spans } of scopeSpans) collector.spans.push(...spans);
        }
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    const collector = new Collector(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('traces', () => {
  let collector: Collector;
  let test: TestApp;
  let key: string;
  const own = ['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_BSP_SCHEDULE_DELAY', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  beforeAll(async () => {
    collector = await Collector.start();
    process.env.OTEL_EXPORTER_OTLP_PROTOCOL = 'http/json';
    process.env.OTEL_BSP_SCHEDULE_DELAY = '50';
    test = await createTestApp({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
      alone: 'spans are collected from one process',
    });
    key = test.world.acme.keys.owner;
  });
  afterAll(async () => {
    await test.close();
    await collector.stop();
    for (const name of own) delete process.env[name];
  });

  /** The spans that a call makes, once there is one. */
  async function spansOf(call: () => Promise<unknown>): Promise<ReceivedSpan[]> {
    collector.spans.length = 0;
    await call();
    await until(async () => collector.spans.length > 0 || undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    return [...collector.spans];
  }

  const attributesOf = (span: ReceivedSpan | undefined): Record<string, unknown> =>
    Object.fromEntries(
      (span?.attributes ?? []).map(({ key: name, value }) => [name, Object.values(value)[0]]),
    );

  it("have one span for a REST call, named by its operation, below the caller's", async () => {
    const [span, ...others] = await spansOf(() =>
      test.rest('GET', '/v1/agents', {
        key,
        headers: { traceparent: PARENT, 'x-request-id': 'seen-in-traces' },
      }),
    );
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'list_agents',
      traceId: TRACE,
      parentSpanId: 'b7ad6b7169203331',
      kind: SERVER,
    });
    expect(attributesOf(span)).toEqual({
      'http.response.status_code': 200,
      'http.route': '/v1/agents',
      'duvo.operation': 'list_agents',
      'duvo.status': 200,
      'duvo.request_id': 'seen-in-traces',
    });
  });

  it('have one span for a tool call, linked to what the host says in _meta', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    const [span, ...others] = await spansOf(() =>
      test.mcp.call(
        'get_agent',
        { agent_id: missing },
        {
          key,
          headers: { traceparent: PARENT },
          meta: { traceparent: `00-${HOST_TRACE}-b7ad6b7169203332-01` },
        },
      ),
    );
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'tools/call get_agent',
      traceId: TRACE,
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(span?.links).toMatchObject([{ traceId: HOST_TRACE, spanId: 'b7ad6b7169203332' }]);
    expect(attributesOf(span)).toMatchObject({
      'http.response.status_code': 200,
      'http.route': '/v1/agents/:agent_id',
      'duvo.operation': 'get_agent',
      'duvo.status': 404,
      'error.type': 'not_found',
      'gen_ai.tool.name': 'get_agent',
    });
    expect(span?.status.code ?? 0).not.toBe(ERROR);
  });

  it('begin on their own without a parent, and follow no nonsense', async () => {
    const [span] = await spansOf(() =>
      test.mcp.call(
        'list_agents',
        {},
        {
          key,
          headers: { traceparent: 'nonsense' },
          meta: { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` },
        },
      ),
    );
    expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span?.parentSpanId ?? '').toBe('');
    expect(span?.links ?? []).toEqual([]);
  });

  it.each([
    ['a path without a route', () => test.rest('GET', '/v1/made-up-path', { key }), 'unknown'],
    ['a tool that does not exist', () => test.mcp.call('made_up_tool', {}, { key }), 'tools/call'],
    ['a method that does not exist', () => test.mcp.request('made/up', {}, { key }), 'mcp'],
    ['a tool list', () => test.mcp.list({ key }), 'tools/list'],
  ])('name %s with none of its words', async (_, call, name) => {
    const [span] = await spansOf(call);
    expect(span?.name).toBe(name);
    expect(JSON.stringify(span)).not.toMatch(/made.up/);
  });

  it('tell nothing of who calls and what is sent', async () => {
    const { teamId, userIds } = test.world.acme;
    const spans = await spansOf(() =>
      test.mcp.call('create_agent', { name: 'Plans of the board', instructions: 'Keep it quiet' }, { key }),
    );
    const text = JSON.stringify([spans, collector.resources]);
    for (const secret of [
      key,
      teamId,
      userIds.owner,
      'Plans of the board',
      'Keep it quiet',
      '127.0.0.1',
      process.execPath,
    ])
      expect(text).not.toContain(secret);
  });

  it('have their id in the log line of the call', async () => {
    const [span] = await spansOf(() => test.rest('GET', '/v1/agents', { key }));
    expect(test.logs.filter((line) => line.trace_id === span?.traceId)).toMatchObject([
      { operation: 'list_agents' },
    ]);
  });

  it('hold up no call and no end while the collector is away', async () => {
    await collector.stop();
    expect((await test.rest('GET', '/v1/agents', { key })).status).toBe(200);
  });
});

describe('without OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  it('a request passes by nothing', async () => {
    const test = await createTestApp();
    expect(test.get(Tracing).middleware).toBeUndefined();
    await test.rest('GET', '/v1/agents', { key: test.world.acme.keys.owner });
    expect(test.logs.at(-1)).not.toHaveProperty('trace_id');
    await test.close();
  });
});
