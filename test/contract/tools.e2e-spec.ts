import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ToolCatalogue } from '@app/mcp';
import { checkCatalogue, checkHostGate, PROFILES } from '@app/openapi-tools';
import type { JsonObject, ToolDefinition } from '@app/openapi-tools';
import { MessageAnswers } from '../../libs/mcp/src/message-answers.service';
import { SdkEndpoint } from '../../libs/mcp/src/protocol/sdk-endpoint.service';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const BYTES_PER_TOKEN = 4;
const MOST_TOKENS_PER_TOOL = 250;

function compile(schema: JsonObject, dialect: 'draft-07' | '2020-12'): void {
  const ajv = dialect === 'draft-07' ? new Ajv({ strict: true }) : new Ajv2020({ strict: true });
  addFormats(ajv);
  ajv.compile(schema);
}

describe('the tools', () => {
  let test: TestApp;
  let tools: readonly ToolDefinition[];

  beforeAll(async () => {
    test = await createTestApp({ alone: 'a balancer gives up a process that compiles schemas for so long' });
    tools = test.get(ToolCatalogue).tools;
  });
  afterAll(() => test.close());

  it.each(PROFILES)('pass the host gate and compile in both dialects, in profile %s', (profile) => {
    expect(tools.length).toBeGreaterThan(20);
    expect(tools.flatMap((tool) => checkHostGate(tool, profile, { compile }))).toEqual([]);
    expect(checkCatalogue(tools, profile, { compile })).toEqual([]);
  });

  it('are refused by a gate that compiles, if a schema does not', () => {
    const [first] = tools;
    const broken = {
      ...first,
      inputSchema: { safe: { type: 'object', properties: { a: { type: 'strang' } } }, 'full-2020-12': {} },
    } as unknown as ToolDefinition;
    expect(checkHostGate(broken, 'safe', { compile }).length).toBeGreaterThan(0);
  });

  it(`take at most ${MOST_TOKENS_PER_TOOL} tokens each on average, as a host sees them`, async () => {
    const { result } = await test.mcp.list({ key: test.world.acme.keys.owner });
    const bytes = Buffer.byteLength(JSON.stringify(result.tools));
    expect(bytes / BYTES_PER_TOKEN / result.tools.length).toBeLessThanOrEqual(MOST_TOKENS_PER_TOOL);
  });

  it('are listed alike on the fast path and by the SDK, in both eras', async () => {
    const key = test.world.acme.keys.owner;
    const sdk = test.get(SdkEndpoint);
    for (const era of ['modern', 'legacy'] as const) {
      const hot = await test.mcp.list({ key, era });
      const detour = jest
        .spyOn(test.get(MessageAnswers), 'answer')
        .mockImplementation((request, response, principal) => sdk.handle(request, response, principal));
      const cold = await test.mcp.list({ key, era });
      expect(detour).toHaveBeenCalledTimes(1);
      detour.mockRestore();
      expect([era, cold.status]).toEqual([era, 200]);
      expect(cold.body).toEqual(hot.body);
    }
  });

  it('have all four hints, a title and no field that hosts do not know', async () => {
    const { result } = await test.mcp.list({ key: test.world.acme.keys.owner });
    for (const tool of result.tools) {
      expect(Object.keys(tool).sort()).toEqual([
        'annotations',
        'description',
        'inputSchema',
        'name',
        'title',
      ]);
      expect(Object.values(tool.annotations).map((hint) => typeof hint)).toEqual(Array(4).fill('boolean'));
    }
  });
});
