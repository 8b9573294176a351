import { convert } from '../convert/convert';
import type { ViewSelector } from '../model/view';
import { listEntry } from './list-entry';
import { view } from './view';

const doc = (second: string): unknown => ({
  openapi: '3.1.0',
  paths: {
    '/b': { get: { operationId: 'b_read', tags: ['one'] }, post: { operationId: second, tags: ['two'] } },
    '/a': { get: { operationId: 'a_read', tags: ['two'] } },
  },
});
const old = convert(doc('b_old'));
const catalogue = convert(doc('b_write'), { changedOperationId: 'rename' }, old.lock);

function names(selector: ViewSelector): string[] {
  const { tools, issues } = view(catalogue, selector);
  expect(issues).toEqual([]);
  return tools.map((tool) => tool.name);
}

describe('view', () => {
  it('shows everything by default, by name', () => {
    expect(names({})).toEqual(['a_read', 'b_read', 'b_write']);
    expect(names({ mode: 'all' })).toHaveLength(3);
  });

  it('narrows to reading tools, toolsets and names, and combines them', () => {
    expect(names({ readonly: true })).toEqual(['a_read', 'b_read']);
    expect(names({ toolsets: ['two'] })).toEqual(['a_read', 'b_write']);
    expect(names({ toolsets: ['two'], readonly: true })).toEqual(['a_read']);
    expect(names({ tools: ['b_read', 'a_read'], toolsets: ['one'] })).toEqual(['b_read']);
    expect(names({ readonly: true, tools: ['b_write'] })).toEqual([]);
  });

  it('resolves aliases', () => {
    expect(names({ tools: ['b_old'] })).toEqual(['b_write']);
  });

  it('names every unknown value instead of showing an empty list', () => {
    const { tools, issues } = view(catalogue, { toolsets: ['one', 'nope'], tools: ['gone'], mode: 'odd' });
    expect(tools).toEqual([]);
    expect(issues.map(({ selector, value }) => [selector, value])).toEqual([
      ['mode', 'odd'],
      ['toolsets', 'nope'],
      ['tools', 'gone'],
    ]);
    expect(issues[1]?.message).toContain('Known toolsets: one, two.');
  });

  it('does not change the catalogue', () => {
    const before = catalogue.tools.map((tool) => tool.name);
    view({ tools: [...catalogue.tools].reverse() }, { readonly: true });
    expect(catalogue.tools.map((tool) => tool.name)).toEqual(before);
  });
});

describe('listEntry', () => {
  const responses = {
    200: { content: { 'application/json': { schema: { type: 'object', properties: { a: {} } } } } },
  };
  const [tool] = convert({
    openapi: '3.1.0',
    paths: { '/a': { get: { operationId: 'a', responses } } },
  }).tools;

  it('lists an output schema in profile full-2020-12 only', () => {
    expect(tool && Object.keys(listEntry(tool, 'safe'))).toEqual([
      'name',
      'title',
      'description',
      'inputSchema',
      'annotations',
    ]);
    expect(tool && listEntry(tool, 'full-2020-12').outputSchema).toEqual(tool?.outputSchema);
  });
});
