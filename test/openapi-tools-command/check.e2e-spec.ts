import { PROFILES } from '@app/openapi-tools';
import { jsonOf, PETS, toolsCommand } from './support/tools-command';

const files = { 'pets.json': PETS };

describe('openapi-tools check', () => {
  it.each(PROFILES)('finds nothing in a converted document, in profile %s', async (profile) => {
    expect(await toolsCommand(['check', 'pets.json', '--profile', profile], files)).toEqual({
      code: 0,
      out: `No violation in profile ${profile}.\n`,
      err: '',
    });
  });

  it('finds nothing in what convert prints', async () => {
    const list = await jsonOf(['convert', 'pets.json'], files);
    expect((await toolsCommand(['check', '-'], { '-': list })).code).toBe(0);
  });

  const foreign = {
    jsonrpc: '2.0',
    id: 1,
    result: {
      tools: [
        { name: 'a.b', title: 'T', description: 'D', inputSchema: { type: 'object' } },
        { name: 'same' },
        { name: 'Same' },
      ],
    },
  };

  it('prints what is wrong with the list of another server, and exits 1', async () => {
    const { code, out, err } = await toolsCommand(['check', 'list.json'], { 'list.json': foreign });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('a.b: rule 1 at /name: The name is not legal.\n');
    expect(out).toContain('a.b: rule 2 at /inputSchema/properties: The root has no properties.\n');
    expect(out).toContain('Same: rule 1 at /name: The name "Same" is given twice.\n');
  });

  describe('a schema of another server', () => {
    const compiled = async (property: object, more: object = {}) => {
      const inputSchema = {
        type: 'object',
        properties: { a: property },
        additionalProperties: false,
        ...more,
      };
      const tools = [
        { name: 'tool', inputSchema },
        { name: 'other', inputSchema },
      ];
      const { out } = await toolsCommand(['check', '-', '--json'], { '-': { tools } });
      const { violations } = JSON.parse(out) as {
        violations: { rule: number; tool: string; message: string }[];
      };
      return violations.filter(({ message }) => message.includes('does not compile'));
    };

    it.each([
      ['a type that there is not', { type: 'strin' }],
      ['a reference to nowhere', { $ref: '#/definitions/nothing' }],
      ['a reference to another host', { $ref: 'https://example.com/schema.json' }],
      ['a pattern that is none', { type: 'string', pattern: '(' }],
    ])('that validators do not compile: %s', async (_, property) => {
      const found = await compiled(property);
      expect(found.map(({ rule, tool }) => [rule, tool])).toEqual([
        [7, 'tool'],
        [7, 'tool'],
        [7, 'other'],
        [7, 'other'],
      ]);
      expect(found[0]?.message).toContain('draft-07');
      expect(found[1]?.message).toContain('2020-12');
    });

    it.each([
      ['names its dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }],
      ['names a dialect of its own', { $schema: 'https://example.com/dialect' }],
      ['has an id, as another tool has', { $id: 'https://example.com/arguments' }],
    ])('compiles where it %s', async (_, more) => {
      expect(await compiled({ type: 'string', format: 'date-time' }, more)).toEqual([]);
    });
  });

  it('prints the same as JSON', async () => {
    const { code, out } = await toolsCommand(['check', 'list.json', '--json'], { 'list.json': foreign });
    expect(code).toBe(1);
    expect(JSON.parse(out).violations[0]).toEqual({
      rule: 1,
      tool: 'a.b',
      pointer: '/name',
      message: 'The name is not legal.',
    });
  });
});
