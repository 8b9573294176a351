import { convert } from '@app/openapi-tools';
import { PETS, petsWith, toolsCommand } from './support/tools-command';

const narrower = petsWith(({ paths }) => {
  delete paths['/pets/{id}/photo'];
  paths['/pets'].get.parameters[0].required = true;
  delete paths['/pets'].post.requestBody.content['application/json'].schema.properties.tags;
});
const wider = petsWith(({ paths }) => {
  paths['/shops'] = { get: { operationId: 'listShops', summary: 'List shops.' } };
});
const renamed = petsWith(({ paths }) => {
  paths['/pets/{id}'].get.operationId = 'readPet';
});
const files = { old: PETS, narrower, wider, renamed, lock: convert(PETS).lock };

describe('openapi-tools diff', () => {
  it('names what breaks callers, and exits 1', async () => {
    const { code, out, err } = await toolsCommand(['diff', 'old', 'narrower'], files);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('breaking    setPhoto  tool_removed: Tool "setPhoto" is gone.\n');
    expect(out).toContain('breaking    listPets  argument_required: Argument "limit" is now required.\n');
    expect(out).toContain('breaking    createPet  argument_removed: Argument "tags" is gone.\n');
    expect(out).toMatch(/3 breaking, 0 compatible\.\n$/);
  });

  it('takes what is new as compatible', async () => {
    const { code, out } = await toolsCommand(['diff', 'old', 'wider', '--json'], files);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      breaking: [],
      compatible: [expect.objectContaining({ tool: 'listShops', code: 'tool_added' })],
    });
  });

  it('says when nothing changed', async () => {
    expect(await toolsCommand(['diff', 'old', 'old'], files)).toEqual({
      code: 0,
      out: 'No change.\n',
      err: '',
    });
  });

  it('takes a new operationId as a new name, unless a lockfile keeps the old one', async () => {
    const { code, out } = await toolsCommand(['diff', 'old', 'renamed'], files);
    expect(code).toBe(1);
    expect(out).toContain('Tool "getPet" is now "readPet" without an alias for its old name.');
    expect((await toolsCommand(['diff', 'lock', 'renamed'], files)).code).toBe(0);
  });

  it('compares lockfiles', async () => {
    expect((await toolsCommand(['diff', 'lock', 'narrower'], files)).code).toBe(1);
    expect((await toolsCommand(['diff', 'lock', 'lock'], files)).code).toBe(0);
  });

  it('calls a document without tools the end of all of them', async () => {
    const none = { openapi: '3.1.0', paths: {} };
    const { code, out } = await toolsCommand(['diff', 'old', '-'], { ...files, '-': none });
    expect(code).toBe(1);
    expect(out).toMatch(/4 breaking/);
  });

  it('reads standard input once only', async () => {
    const { code, err } = await toolsCommand(['diff', '-', '-'], files);
    expect({ code, err }).toEqual({ code: 2, err: 'Only one of OLD and NEW can be "-".\n' });
  });
});
