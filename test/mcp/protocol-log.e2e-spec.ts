import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('log of MCP messages', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const lastLine = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return test.logs.filter((line) => line.via === 'mcp').at(-1);
  };

  it('names method, revision and client of a message that is no tool call', async () => {
    await test.mcp.request('tools/list', {}, { key: test.world.acme.keys.owner });
    expect(await lastLine()).toMatchObject({
      operation: 'mcp',
      rpc_method: 'tools/list',
      revision: '2026-07-28',
      client: 'contract-test',
    });
  });

  it('says why a message was refused, and of which client', async () => {
    const reply = await test.mcp.request(
      'server/discover',
      {},
      { key: test.world.acme.keys.owner, headers: { 'mcp-method': 'tools/list' } },
    );
    expect(reply).toMatchObject({ status: 400, error: { code: -32020 } });
    const line = await lastLine();
    expect(line).toMatchObject({ rpc_method: 'server/discover', client: 'contract-test', status: 400 });
    expect(line?.refusal).toContain('-32020');
  });

  it('carries the trace context of the host, and drops what is none', async () => {
    const key = test.world.acme.keys.owner;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await test.mcp.call('get_profile', {}, { key, meta: { traceparent } });
    expect(await lastLine()).toMatchObject({ tool: 'get_profile', traceparent });
    await test.mcp.call('get_profile', {}, { key, meta: { traceparent: 'nonsense' } });
    expect((await lastLine())?.traceparent).toBeUndefined();
  });
});
