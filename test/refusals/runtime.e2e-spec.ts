import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { ToolCatalogue } from '@app/mcp';
import { Operation } from '@app/permissions';
import type { OperationOptions } from '@app/permissions';
import type { McpEra } from '../support/mcp-client';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { message } from './support/message';
import { RawSocket } from './support/raw-socket';

const LIMIT = 2;
const describeOperation = (id: string, extra: Partial<OperationOptions> = {}): OperationOptions => ({
  id,
  summary: 'A test',
  description: 'Only for tests.',
  permission: 'any',
  hint: 'R',
  response: { 200: z.strictObject({ text: z.string() }) },
  ...extra,
});

/** A door that the test opens; operations wait before it. */
class Gate {
  private open: () => void = () => undefined;
  private opened: Promise<void> = Promise.resolve();
  entered = 0;
  finished = 0;

  close(): void {
    this.entered = this.finished = 0;
    this.opened = new Promise((resolve) => (this.open = resolve));
  }
  release(): void {
    this.open();
  }
  async pass(): Promise<void> {
    this.entered += 1;
    await this.opened;
    this.finished += 1;
  }
}
const gate = new Gate();

@Controller('v1/testing')
class TestingController {
  @Post('crash')
  @Operation(describeOperation('crash_test', { hint: 'W' }))
  crash(): object {
    throw new Error('select secret from vault: connection to db.internal:5432 refused');
  }

  @Post('limited')
  @Operation(describeOperation('limited_test', { hint: 'W', bucket: 'start_run' }))
  limited(@Body({ schema: z.strictObject({ n: z.int().optional() }) }) _body: object): object {
    return { text: 'done' };
  }

  @Post('slow')
  @Operation(describeOperation('slow_test', { hint: 'W' }))
  async slow(): Promise<object> {
    await gate.pass();
    return { text: 'done' };
  }

  @Get('huge')
  @Operation(describeOperation('huge_test'))
  huge(): object {
    return { text: 'x'.repeat(17 * 1024 * 1024) };
  }
}

@Module({ controllers: [TestingController] })
class TestingModule {}

const LIMITS = `start_run=${LIMIT}/86400,api=100000/60,api_user=100000/60,unauthenticated=100000/60`;

describe.each(['modern', 'legacy'] as const)('an operation that goes wrong, %s era', (era: McpEra) => {
  let test: TestApp;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({
      extraModules: [TestingModule],
      alone: 'an operation is held and let go in one process',
      env: { RATE_LIMITS: LIMITS, REQUEST_TIMEOUT_SECONDS: '1' },
    });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());
  const call = (name: string, args = {}, by = key) => test.mcp.call(name, args, { key: by, era });

  it('unexpected exception inside a tool: a result with isError, and nothing of what happened', async () => {
    const rest = await test.rest('POST', '/v1/testing/crash', { key });
    const tool = await call('crash_test');
    expect([rest.status, rest.body.error]).toEqual([500, 'internal_error']);
    expect(tool.status).toBe(200);
    expect(tool.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'internal_error', status: 500 },
    });
    expect(tool.result.structuredContent.request_id).toBe(tool.headers.get('x-request-id'));
    for (const { text } of [rest, tool]) expect(text).not.toMatch(/secret|vault|5432|\bat .*\.ts/);
    const logged = test.logs.filter((line) => line.operation === 'crash_test');
    expect(logged.map(({ status }) => status)).toEqual([500, 500]);
    expect(logged.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('vault'),
      expect.stringContaining('vault'),
    ]);
  });

  it('unexpected exception outside a tool: 500 ERR -32603', async () => {
    const catalogue = test.get(ToolCatalogue);
    const broken = jest.spyOn(catalogue, 'tools', 'get').mockImplementation(() => {
      throw new Error('secret');
    });
    // As after a reload of an upstream: what is kept of the tools is read anew.
    catalogue.version += 1;
    const { body, headers } = message(era, 'tools/list');
    const reply = await test.mcp.raw(JSON.stringify(body), { key, headers, query: '?readonly=1' });
    broken.mockRestore();
    expect([reply.status, reply.error?.code]).toEqual([500, -32603]);
    expect(reply.text).not.toContain('secret');
    expect((await test.mcp.raw(JSON.stringify(body), { key, headers, query: '?readonly=1' })).status).toBe(
      200,
    );
  });

  it('limit of one operation: a result with isError that says when to try again; refused calls cost it too', async () => {
    const { acme, newKey } = test.world;
    const own = await newKey(acme.teamId, acme.userIds.manager);
    expect((await call('limited_test', { n: 'wrong' }, own)).result.structuredContent.status).toBe(400);
    expect((await call('limited_test', {}, own)).result.isError).toBe(false);
    const tool = await call('limited_test', {}, own);
    const rest = await test.rest('POST', '/v1/testing/limited', { key: own, body: {} });
    expect(rest.status).toBe(429);
    expect(tool.status).toBe(200);
    const { structuredContent, isError } = tool.result;
    expect(isError).toBe(true);
    expect(structuredContent).toMatchObject({
      error: 'rate_limited',
      status: 429,
      retryable: true,
      details: [{ field: 'bucket', code: 'start_run' }],
    });
    expect(structuredContent.retryAfterMs).toBeGreaterThan(1000);
    for (const { headers } of [rest, tool]) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(1);
      expect(headers.get('x-ratelimit-limit')).toBe(String(LIMIT));
      expect(headers.get('x-ratelimit-remaining')).toBe('0');
    }
    expect((await call('list_agents', {}, own)).result.isError).toBe(false);
  });

  it('a reply over 16 MiB: a result with isError that says to ask for less', async () => {
    const tool = await call('huge_test');
    expect(tool.result).toMatchObject({ isError: true, structuredContent: { retryable: false } });
    expect(tool.text.length).toBeLessThan(5000);
  });

  it('the time limit of the operation: 503 as REST, a result with isError as tool; the write completes', async () => {
    gate.close();
    const [rest, tool] = await Promise.all([
      test.rest('POST', '/v1/testing/slow', { key }),
      call('slow_test'),
    ]);
    expect([rest.status, rest.body.error]).toEqual([503, 'unavailable']);
    expect(tool.status).toBe(200);
    expect(tool.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'unavailable', status: 503 },
    });
    expect([gate.entered, gate.finished]).toEqual([2, 0]);
    gate.release();
    await until(() => gate.finished === 2);
  });

  it('client disconnects during a call: nothing is sent, the write that has begun completes, one audit entry with its outcome', async () => {
    gate.close();
    const { body, headers } = message(era, 'tools/call', { name: 'slow_test', arguments: {} });
    const id = `gone-${era}`;
    const common = { method: 'POST', headers: { authorization: `Bearer ${key}`, 'x-request-id': id } };
    const left = [0, 1].map(() => new AbortController());
    const requests = [
      fetch(`${test.url}/v1/testing/slow`, { ...common, signal: left[0]?.signal ?? null }),
      fetch(`${test.url}/v1/mcp`, {
        ...common,
        headers: { ...common.headers, ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: left[1]?.signal ?? null,
      }),
    ];
    const outcomes = Promise.allSettled(requests);
    await until(() => gate.entered === 2);
    for (const controller of left) controller.abort();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    gate.release();
    await until(() => gate.finished === 2);
    await until(() => test.logs.filter((line) => line.request_id === id).length === 2);
    await test.flushAudit();
    const { rows } = (await test.database.handle.execute(
      sql`select source, status from audit_entries where request_id = ${id} order by source`,
    )) as { rows: unknown[] };
    expect(rows).toEqual([
      { source: 'api', status: 200 },
      { source: 'mcp', status: 200 },
    ]);
    expect((await call('list_agents')).result.isError).toBe(false);
  });

  it('notifications/cancelled has no effect on a call', async () => {
    gate.close();
    const { body, headers } = message(era, 'tools/call', { name: 'slow_test', arguments: {} });
    const answer = test.mcp.raw(JSON.stringify(body), { key, headers });
    await until(() => gate.entered === 1);
    const cancel = message(era, 'notifications/cancelled', { requestId: 7 });
    delete cancel.body.id;
    expect((await test.mcp.raw(JSON.stringify(cancel.body), { key, headers: cancel.headers })).status).toBe(
      202,
    );
    gate.release();
    expect((await answer).result.isError).toBe(false);
  });
});

describe('draining', () => {
  it('is a 503 with Retry-After for REST and tool alike, never 401, while calls in flight end', async () => {
    const test = await createTestApp({ extraModules: [TestingModule], alone: 'one process ends' });
    const key = test.world.acme.keys.owner;
    gate.close();
    const rest = test.rest('POST', '/v1/testing/slow', { key });
    const tool = test.mcp.call('slow_test', {}, { key });
    await until(() => gate.entered === 2);
    // Requests that have begun to arrive: their connections are not idle, so they outlive the listener.
    const begun = await Promise.all(
      ['GET /v1/agents', 'POST /v1/mcp', 'GET /v1/mcp'].map(async (line) => {
        const socket = await RawSocket.open(test.url);
        socket.write(`${line} HTTP/1.1\r\nhost: 127.0.0.1\r\n`);
        return socket;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = test.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const socket of begun) {
      socket.write('authorization: Bearer duvo_live_nonsense\r\ncontent-length: 0\r\n\r\n');
      const text = await socket.until(/\r\n\r\n.*}/s);
      expect(text).toMatch(/^HTTP\/1\.1 503 /);
      expect(text).toMatch(/\r\nretry-after: [1-9]/i);
      expect(text).toMatch(/\{"error":"unavailable",/);
      socket.close();
    }
    gate.release();
    expect((await rest).status).toBe(200);
    expect((await tool).result.isError).toBe(false);
    await closed;
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
