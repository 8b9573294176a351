import { stringify } from 'yaml';
import { jsonOf, PETS, toolsCommand } from './support/tools-command';

const files = { 'pets.json': PETS, 'pets.yaml': stringify(PETS), '-': PETS };

describe('openapi-tools convert', () => {
  it('prints tools as a host lists them, and what became of every operation', async () => {
    const { tools, report } = await jsonOf(['convert', 'pets.json'], files);
    expect(tools.map((tool: { name: string }) => tool.name)).toEqual([
      'createPet',
      'getPet',
      'listPets',
      'setPhoto',
    ]);
    expect(tools[0]).toMatchObject({
      operationId: 'createPet',
      method: 'POST',
      path: '/pets',
      description: 'Adds a pet to the shop.',
      inputSchema: { type: 'object', required: ['name'], additionalProperties: false },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    });
    expect(report.counts).toEqual({ operations: 5, tools: 4, refused: 1, skipped: 0 });
    expect(report.entries).toContainEqual(
      expect.objectContaining({ severity: 'refused', operation: 'GET /broken', code: 'external_ref' }),
    );
  });

  it.each(['pets.yaml', '-'])('reads %s just as well', async (file) => {
    const { tools } = await jsonOf(['convert', file], files);
    expect(tools).toEqual((await jsonOf(['convert', 'pets.json'], files)).tools);
  });

  it('reads a version that YAML takes for a number', async () => {
    const yaml = stringify(PETS).replace('3.1.0', '3.1');
    expect((await jsonOf(['convert', 'x'], { x: yaml })).tools).toHaveLength(4);
  });

  it('shows another profile and what it shows less', async () => {
    const { tools } = await jsonOf(['convert', 'pets.json', '--profile', 'openai-strict'], files);
    expect(tools[0].inputSchema.required).toEqual(['age', 'name', 'tags']);
    const full = await jsonOf(['convert', 'pets.json', '--profile=full-2020-12'], files);
    expect(full.report.counts.tools).toBe(4);
  });

  it('keeps the names of a lockfile', async () => {
    const lock = {
      version: 1,
      operations: {
        pets: {
          operationId: 'listPets',
          method: 'GET',
          path: '/pets',
          aliases: [],
          arguments: {},
          schema: '',
        },
      },
    };
    const { tools } = await jsonOf(['convert', 'pets.json', '--lock', 'lock'], { ...files, lock });
    expect(tools.map((tool: { name: string }) => tool.name)).toContain('pets');
  });

  it('converts an API of your own with milder hints', async () => {
    const { tools } = await jsonOf(['convert', 'pets.json', '--first-party'], files);
    expect(tools[0].annotations).toMatchObject({ destructiveHint: false, openWorldHint: false });
  });

  it('prints the reasons even where no tool is left', async () => {
    const document = { ...PETS, paths: { '/broken': PETS.paths['/broken'] } };
    const { code, out, err } = await toolsCommand(['convert', 'x'], { x: document });
    expect(code).toBe(2);
    expect(err).toBe('The document gives no tool; the report says why.\n');
    expect(JSON.parse(out)).toMatchObject({ tools: [], report: { counts: { refused: 1 } } });
  });
});
