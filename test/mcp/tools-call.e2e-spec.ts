import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('POST /v1/mcp', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('answers a read call in both eras with the reply of REST', async () => {
    const key = test.world.acme.keys.owner;
    const rest = await test.rest('GET', '/v1/agents', { key, query: { limit: 2 } });
    expect(rest.status).toBe(200);
    for (const era of ['modern', 'legacy'] as const) {
      const reply = await test.mcp.call('list_agents', { limit: 2 }, { key, era });
      expect(reply.status).toBe(200);
      expect(reply.result.isError).toBe(false);
      expect(reply.result.structuredContent).toEqual(rest.body);
    }
  });

  it.each([
    ['a query', 'list_agents', 'search', {}],
    ['a path', 'get_agent', 'agent_id', {}],
  ])('refuses an argument that is too long for %s, without encoding it', async (_, tool, field, more) => {
    const key = test.world.acme.keys.owner;
    const reply = await test.mcp.call(tool, { ...more, [field]: '!'.repeat(14_000_000) }, { key });
    expect(reply.status).toBe(200);
    expect(reply.result).toMatchObject({
      isError: true,
      structuredContent: { status: 400, error: 'invalid_request', details: [{ field, code: 'too_big' }] },
    });
  });
});
