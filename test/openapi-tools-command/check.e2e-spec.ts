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
