import { jsonOf, PETS, toolsCommand } from './support/tools-command';

const files = { 'pets.json': PETS };
const encode = (tool: string, args: unknown, ...more: string[]): string[] => [
  'encode',
  'pets.json',
  tool,
  typeof args === 'string' ? args : JSON.stringify(args),
  ...more,
];

describe('openapi-tools encode', () => {
  it('prints path, query, headers and cookies as they go out', async () => {
    const args = { limit: 5, filter_kind: ['a b', 'c&d'], 'X-Trace': 'é', lang: 'de' };
    const { tools } = await jsonOf(['convert', 'pets.json'], files);
    const names = Object.keys(
      tools.find(({ name }: { name: string }) => name === 'listPets').inputSchema.properties,
    );
    const trace = names.find((name) => /trace/i.test(name)) ?? '';
    const { 'X-Trace': value, ...others } = args;
    expect(await jsonOf(encode('listPets', { ...others, [trace]: value }), files)).toEqual({
      method: 'GET',
      path: '/pets',
      query: 'filter%5Bkind%5D=a%20b&filter%5Bkind%5D=c%26d&limit=5',
      headers: { 'x-trace': 'é', cookie: 'lang=de' },
      body: null,
      bodyEncoding: null,
    });
  });

  it('prints a JSON body as its text', async () => {
    expect(await jsonOf(encode('createPet', { name: 'Ä', age: '3' }), files)).toEqual({
      method: 'POST',
      path: '/pets',
      query: '',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Ä","age":3}',
      bodyEncoding: null,
    });
  });

  it('prints bytes as base64', async () => {
    const body = Buffer.from([137, 80, 78, 71, 0, 255]).toString('base64');
    expect(await jsonOf(encode('setPhoto', { id: 'a%b', body }), files)).toEqual({
      method: 'PUT',
      path: '/pets/a%25b/photo',
      query: '',
      headers: { 'content-type': 'image/png' },
      body,
      bodyEncoding: 'base64',
    });
  });

  it('takes null for absent in profile openai-strict', async () => {
    const args = { name: 'x', age: null, tags: null };
    const { body } = await jsonOf(encode('createPet', args, '--profile', 'openai-strict'), files);
    expect(body).toBe('{"name":"x"}');
  });

  it('exits 2 with the arguments that are refused', async () => {
    const { code, out, err } = await toolsCommand(encode('getPet', { id: '..', idd: 1 }), files);
    expect({ code, err }).toEqual({ code: 2, err: '' });
    const { error } = JSON.parse(out);
    expect(error.code).toBe('arguments_refused');
    expect(error.issues).toEqual([
      {
        argument: 'idd',
        code: 'unrecognized_keys',
        message: expect.stringContaining('Unknown argument "idd"'),
      },
      { argument: 'id', code: 'invalid_value', message: expect.stringContaining('cannot stand in a path') },
    ]);
    expect(error.message).toContain('Unknown argument "idd"');
  });

  it.each([
    ['{', /^ARGS_JSON is not valid JSON/],
    ['[1]', /^ARGS_JSON must be a JSON object/],
    ['null', /^ARGS_JSON must be a JSON object/],
  ])('refuses the arguments %s in one sentence', async (args, sentence) => {
    const { code, out, err } = await toolsCommand(encode('getPet', args), files);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
  });

  it.each([
    ['getpets', 'There is no tool "getpets". There are createPet, getPet, listPets, setPhoto.\n'],
    ['get_pet', 'There is no tool "get_pet". Did you mean getPet?\n'],
  ])('says which tools there are instead of %s', async (tool, sentence) => {
    expect(await toolsCommand(encode(tool, {}), files)).toEqual({ code: 2, out: '', err: sentence });
  });
});
