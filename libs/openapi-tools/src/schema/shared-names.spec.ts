import { canon } from '../codec/canon';
import { encode } from '../codec/encode';
import type { JsonObject } from '../model/json';
import type { ToolDefinition } from '../model/tool';
import { validator } from '../testing/ajv.spec-support';
import { convertSample } from '../testing/documents.spec-support';

function toolOf(value: unknown, schemas: Record<string, unknown> = {}): ToolDefinition {
  return convertSample({ body: { type: 'object', properties: { value } }, schemas }).tool;
}

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}): object => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' };
const needsType = { required: ['type'] };
/** A text under another name is refused, also by what is emitted. */
const closed = { additionalProperties: { type: 'integer' } };

/** A value as the model sends it: shown by both profiles, and the same again on the wire. */
function expectShown(tool: ToolDefinition, value: JsonObject): void {
  const args = canon(tool, { value });
  expect(validator(tool.inputSchema.safe)(args)).toBe(true);
  expect(validator(tool.inputSchema['full-2020-12'])(args)).toBe(true);
  expect(encode(tool, args).request.body).toEqual({ value });
}

describe('one alias table for the branches of a union', () => {
  it('holds for the levels below them as well', () => {
    // The second branch alone could show `@type` as `type`; the codec cannot know which branch it gets.
    const tool = toolOf({
      anyOf: [
        object({ at: object({ type: text, '@type': text }, needsType) }),
        object({ at: object({ '@type': { const: 'fixed' } }, closed) }),
      ],
    });
    expectShown(tool, { at: { '@type': 'fixed' } });
    expectShown(tool, { at: { type: 'a', '@type': 'b' } });
  });

  it('holds for the items of their arrays', () => {
    const list = (properties: Record<string, unknown>, more: object): object =>
      object({ list: { type: 'array', items: object(properties, { ...more, ...closed }) } });
    const tool = toolOf({
      anyOf: [list({ type: text, '@type': text }, needsType), list({ '@type': text }, {})],
    });
    expectShown(tool, { list: [{ '@type': 'fixed' }] });
  });

  it('holds where one branch declares what another takes as the key of a map', () => {
    const map = {
      type: 'object',
      additionalProperties: object({ '@type': text }, closed),
    };
    const tool = toolOf({ anyOf: [object({ at: object({ type: { type: 'integer' } }, needsType) }), map] });
    expectShown(tool, { at: { '@type': 'fixed' } });
    expectShown(tool, { other: { '@type': 'fixed' } });
    expectShown(tool, { at: { type: 7 } });
  });

  it('holds for a component that is elsewhere shown under other names', () => {
    const schemas = {
      Tagged: object({ '@type': text }, { ...closed, required: ['@type'] }),
    };
    const at = { $ref: '#/components/schemas/Tagged' };
    const tool = toolOf(
      object({
        alone: at,
        either: { anyOf: [object({ at }), object({ at: object({ type: text }, needsType) })] },
      }),
      schemas,
    );
    expectShown(tool, { alone: { '@type': 'a' }, either: { at: { '@type': 'b' } } });
  });

  it('names a discriminator that no branch declares', () => {
    const tool = toolOf(
      {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator: { propertyName: '@kind' },
      },
      { Cat: object({ lives: { type: 'integer' } }), Dog: object({ tricks: { type: 'integer' } }) },
    );
    expectShown(tool, { '@kind': 'Cat', lives: 9 });
    const shown = JSON.stringify(tool.inputSchema.safe);
    expect(shown).toContain('"kind":{');
    expect(shown).not.toContain('"@kind":{');
  });
});

describe('a recursive component with a renamed key', () => {
  it('stays a reference in profile full-2020-12', () => {
    const ref = { $ref: '#/components/schemas/Node' };
    const tool = toolOf(ref, { Node: object({ '@type': text, next: ref }) });
    expect(tool.inputSchema['full-2020-12']).toMatchObject({
      properties: { value: { $ref: '#/$defs/Node' } },
      $defs: { Node: { properties: { type: { type: 'string' }, next: { $ref: '#/$defs/Node' } } } },
    });
    expectShown(tool, { '@type': 'a', next: { '@type': 'b' } });
  });
});

describe('a value of the wrong type', () => {
  it('is left alone where another branch takes it as the value of its map', () => {
    const tool = toolOf({
      anyOf: [object({ limit: { type: 'integer' } }), { type: 'object', additionalProperties: text }],
    });
    expectShown(tool, { limit: '5' });
  });
});
