import { ToolCatalogue } from '@app/mcp';
import { INSTRUCTIONS } from '../../libs/mcp/src/protocol/revisions';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const MOST_CHARACTERS = 1000;
const SNAKE_CASE = /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g;
const LIKE_A_TOOL =
  /^(list|get|create|update|delete|promote|rename|start|stop|post|respond|bulk|search|upload|assign|unlink)_[a-z_]+$/;
const IMPERATIVE = /^[A-Z][a-z]*[a-rt-z]\b/;

interface Texts {
  readonly place: string;
  readonly text: string;
}

/** Every description in a document, with where it stands. */
function descriptionsIn(value: unknown, place: string): Texts[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (key === 'description' && typeof child === 'string') return [{ place, text: child }];
    return descriptionsIn(child, `${place}.${key}`);
  });
}

/** Names of every property in a document's schemas, and of every parameter. */
function fieldsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { properties, name, in: location } = value as Record<string, unknown>;
  return [
    ...(typeof properties === 'object' && properties !== null ? Object.keys(properties) : []),
    ...(typeof name === 'string' && typeof location === 'string' ? [name] : []),
    ...Object.values(value).flatMap(fieldsIn),
  ];
}

function unknownNames({ place, text }: Texts, known: ReadonlySet<string>): string[] {
  const words = text.match(SNAKE_CASE) ?? [];
  return words
    .filter((word) => LIKE_A_TOOL.test(word) && !known.has(word))
    .map((word) => `${place}: ${word}`);
}

describe('the descriptions', () => {
  let test: TestApp;
  let tools: { name: string; description: string; inputSchema: object }[];
  let texts: Texts[];
  let known: Set<string>;

  beforeAll(async () => {
    test = await createTestApp();
    const catalogue = test.get(ToolCatalogue).tools;
    tools = (await test.mcp.list({ key: test.world.acme.keys.owner })).result.tools;
    texts = [
      ...tools.map(({ name, description }) => ({ place: name, text: description })),
      ...tools.flatMap(({ name, inputSchema }) => descriptionsIn(inputSchema, name)),
      ...catalogue.flatMap((tool) => descriptionsIn(tool.inputSchema['full-2020-12'], tool.name)),
      { place: 'instructions', text: INSTRUCTIONS },
    ];
    known = new Set([
      ...catalogue.map(({ operationId }) => operationId as string),
      ...fieldsIn(test.document),
    ]);
  });
  afterAll(() => test.close());

  it('are those of the tools, of their arguments and of the server', () => {
    expect(texts.length).toBeGreaterThan(tools.length + 10);
    expect(known).toContain('list_agents');
    expect(known).toContain('created_by');
  });

  it('name only tools and fields that exist', () => {
    expect(texts.flatMap((text) => unknownNames(text, known))).toEqual([]);
  });

  it('would be caught naming a tool that does not exist', () => {
    const text = { place: 'x', text: 'Use `stop_everything` or list_agents; created_by is a field.' };
    expect(unknownNames(text, known)).toEqual(['x: stop_everything']);
  });

  it(`have at most ${MOST_CHARACTERS} characters`, () => {
    expect(texts.filter(({ text }) => text.length > MOST_CHARACTERS)).toEqual([]);
  });

  it('of tools begin with what to do: List, Create, Get', () => {
    expect(tools.filter(({ description }) => !IMPERATIVE.test(description))).toEqual([]);
  });

  it('of a PATCH with optional fields alone say that one is needed', () => {
    const patches = Object.values(test.document.paths).flatMap(({ patch }) => (patch ? [patch] : []));
    const optional = patches.filter(({ requestBody }) => {
      const body = requestBody && 'content' in requestBody ? requestBody.content['application/json'] : null;
      const schema = body?.schema;
      return !(schema && 'required' in schema && schema.required?.length);
    });
    expect(optional.length).toBeGreaterThan(1);
    expect(optional.filter(({ description }) => !description?.includes('at least one'))).toEqual([]);
  });
});
