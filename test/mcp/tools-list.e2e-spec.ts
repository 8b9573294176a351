import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import type { Request, Response } from 'express';
import { SdkEndpoint } from '../../libs/mcp/src/protocol/sdk-endpoint.service';
import { MODERN } from '../support/mcp-client';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** The body as it is on the wire; fetch would decode it. */
function rawList(
  url: string,
  key: string,
  encoding: string,
): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${url}/v1/mcp`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'accept-encoding': encoding,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ jsonrpc: '2.0', id: 'a "quoted" id', method: 'tools/list' }));
  });
}

describe('tools/list', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const names = async (key: string, query = ''): Promise<string[]> =>
    (await test.mcp.list({ key, query })).result.tools.map((tool: { name: string }) => tool.name);

  it('shows every operation of the document to the owner, in name order', async () => {
    const ids = Object.values(test.document.paths)
      .flatMap((item) => Object.values(item) as { operationId?: string }[])
      .map((operation) => operation.operationId)
      .sort();
    expect(await names(test.world.acme.keys.owner)).toEqual(ids);
  });

  it('has the fields of each era and no others', async () => {
    const key = test.world.acme.keys.owner;
    const modern = await test.mcp.list({ key });
    expect(modern.result).toMatchObject({ resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' });
    const legacy = await test.mcp.list({ key, era: 'legacy' });
    expect(Object.keys(legacy.result)).toEqual(['tools']);
    expect(legacy.result.tools).toEqual(modern.result.tools);
  });

  it('is the same on the path of the SDK', async () => {
    const key = test.world.acme.keys.owner;
    const hot = await test.mcp.list({ key });
    const principal = {
      userId: test.world.acme.userIds.owner,
      teamId: test.world.acme.teamId,
      role: 'owner' as const,
      credential: {
        type: 'api_key' as const,
        id: 'x',
        name: null,
        keyPrefix: null,
        clientName: null,
        expiresAt: null,
      },
      scopes: ['mcp:read', 'mcp:write'] as const,
    };
    for (const era of ['modern', 'legacy'] as const) {
      const meta = {
        'io.modelcontextprotocol/protocolVersion': MODERN,
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      const message = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/list',
        params: era === 'modern' ? { _meta: meta } : {},
      };
      const request = {
        method: 'POST',
        originalUrl: '/v1/mcp',
        query: {},
        body: message,
        headers:
          era === 'modern'
            ? { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/list' }
            : { 'mcp-protocol-version': '2025-11-25' },
      };
      let text = '';
      const response = {
        status: () => response,
        setHeader: () => response,
        end: (bytes: Buffer) => (text = bytes.toString()),
      };
      await test
        .get(SdkEndpoint)
        .handle(request as unknown as Request, response as unknown as Response, principal);
      const cold = JSON.parse(text);
      expect(cold.result.tools).toEqual(hot.result.tools);
      if (era === 'modern') {
        expect(cold.result).toMatchObject({ resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' });
      }
    }
  });

  it('hides what the role can never call and, from a key, what its scopes exclude', async () => {
    const viewer = await names(test.world.acme.keys.viewer);
    expect(viewer).toContain('list_agents');
    expect(viewer).not.toContain('create_agent');
    expect(viewer).not.toContain('list_connections');
    const readOnly = await test.mcp.list({ key: test.world.acme.readOnlyKey });
    for (const tool of readOnly.result.tools) expect(tool.annotations.readOnlyHint).toBe(true);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('travels compressed with %s and decodes to the plain list', async (encoding, decode) => {
    const key = test.world.acme.keys.owner;
    const plain = await rawList(test.url, key, 'identity');
    expect(plain.encoding).toBeUndefined();
    const packed = await rawList(test.url, key, encoding);
    expect(packed.encoding).toBe(encoding);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(JSON.parse(decode(packed.bytes).toString())).toEqual(JSON.parse(plain.bytes.toString()));
  });

  it('narrows by selectors of URL and header, the URL winning', async () => {
    const key = test.world.acme.keys.owner;
    expect(await names(key, '?tools=get_agent,list_agents')).toEqual(['get_agent', 'list_agents']);
    const skills = await names(key, '?toolsets=skills&readonly=1');
    expect(skills).toEqual(['get_skill', 'list_skills']);
    expect(await names(key, '?tools=get_agent&tools=list_agents')).toEqual(['get_agent', 'list_agents']);
    const header = await test.mcp.list({ key, headers: { 'x-mcp-tools': 'get_team' } });
    expect(header.result.tools).toHaveLength(1);
    const both = await test.mcp.list({
      key,
      query: '?tools=get_agent',
      headers: { 'x-mcp-tools': 'get_team' },
    });
    expect(both.result.tools[0].name).toBe('get_agent');
  });

  it.each([
    '?tools=no_such_tool',
    '?toolsets=nonsense',
    '?profile=nonsense',
    '?mode=nonsense',
    '?readonly=nonsense',
  ])('answers an unknown selector %s with an error that names it', async (query) => {
    const reply = await test.mcp.list({ key: test.world.acme.keys.owner, query });
    expect(reply).toMatchObject({ status: 200, error: { code: -32602 } });
    expect(reply.error.message).toMatch(/no_such_tool|nonsense/);
  });

  it('treats a tool outside the view like one that does not exist', async () => {
    const key = test.world.acme.keys.owner;
    const outside = await test.mcp.call('create_agent', { name: 'x' }, { key, query: '?readonly=1' });
    const unknown = await test.mcp.call('create_agend', { name: 'x' }, { key, query: '?readonly=1' });
    expect(outside).toMatchObject({ status: 200, error: { code: -32602 } });
    expect(unknown).toMatchObject({ status: 200, error: { code: -32602 } });
  });

  it('lists output schemas in the profile full-2020-12 only', async () => {
    const key = test.world.acme.keys.owner;
    const safe = await test.mcp.list({ key });
    const full = await test.mcp.list({ key, query: '?profile=full-2020-12' });
    expect(safe.result.tools.some((tool: object) => 'outputSchema' in tool)).toBe(false);
    for (const tool of full.result.tools) expect(tool.outputSchema).toMatchObject({ type: 'object' });
  });
});
