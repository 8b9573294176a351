import type { JsonObject } from '../model/json';
import type { Profile } from '../model/profile';
import { convertSample, type Sample } from '../testing/documents.spec-support';
import { chooseProfile } from './choose-profile';
import { profileReport } from './profile-report';

/** Schema of the body property `value` in a profile. */
function shown(profile: Profile, schema: unknown, more: Sample = {}): JsonObject {
  const { tool } = convertSample({ ...more, body: { type: 'object', properties: { value: schema } } });
  return (tool.inputSchema[profile].properties as JsonObject).value as JsonObject;
}

const page = { type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'Page size' };
const map = { type: 'object', additionalProperties: { type: 'integer' } };

describe('profile lean', () => {
  it('says bounds, format and default in words', () => {
    expect(shown('lean', page)).toEqual({
      type: 'integer',
      description: 'Page size. 1 to 100. Default 20.',
    });
    expect(shown('lean', { type: 'string', format: 'date-time', maxLength: 30 })).toEqual({
      type: 'string',
      description: 'Format date-time. Max 30 chars.',
    });
    expect(
      shown('lean', { type: 'array', items: { type: 'number', exclusiveMinimum: 0 }, minItems: 2 }),
    ).toEqual({
      type: 'array',
      items: { type: 'number', description: 'Above 0.' },
      description: 'Min 2 items.',
    });
  });

  it('spends few words on what stands everywhere', () => {
    expect(shown('lean', { type: 'string', format: 'uuid', minLength: 1 }).description).toBe(
      'UUID. Not empty.',
    );
    expect(shown('lean', { type: 'string', minLength: 5, maxLength: 5 }).description).toBe(
      'Exactly 5 chars.',
    );
  });

  it('keeps maps, enums and the closed root', () => {
    expect(shown('lean', map)).toEqual(map);
    expect(shown('lean', { enum: [1, 2] })).toMatchObject({ enum: [1, 2] });
    const { tool } = convertSample({});
    expect(tool.inputSchema.lean).toEqual(tool.inputSchema.safe);
  });
});

describe('profile gemini', () => {
  it('has `nullable`, no exclusive bounds and no default', () => {
    expect(shown('gemini', { ...page, exclusiveMinimum: 0, type: ['integer', 'null'] })).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 100,
      nullable: true,
      description: 'Page size. May be null. Above 0. Default 20.',
    });
  });

  it('has texts as enums only', () => {
    expect(shown('gemini', { type: 'string', enum: ['a', 'b'] })).toEqual({
      type: 'string',
      enum: ['a', 'b'],
    });
    expect(shown('gemini', { type: 'integer', enum: [1, 2] })).toEqual({
      type: 'integer',
      description: 'One of: 1, 2.',
    });
    expect(shown('gemini', { type: 'string', enum: ['', 'a'] }).enum).toBeUndefined();
  });

  it('has no word for maps and says what they hold', () => {
    expect(shown('gemini', map)).toEqual({
      type: 'object',
      description: 'Keys are free, values of type integer.',
    });
    const { tool } = convertSample({ body: { type: 'object', properties: { a: {} } } });
    expect(Object.keys(tool.inputSchema.gemini)).toEqual(['type', 'properties', 'required']);
  });

  it('puts nothing beside anyOf', () => {
    const union = {
      oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }],
      description: 'Either.',
    };
    expect(shown('gemini', union)).toEqual({
      anyOf: [
        { type: 'string', description: 'Either. May be null.', nullable: true },
        { type: 'integer', nullable: true },
      ],
    });
  });

  it('gives a type to what may be anything, so that the request is taken at all', () => {
    const { anyOf } = shown('gemini', {}) as { anyOf: JsonObject[] };
    expect(anyOf.map(({ type }) => type)).toEqual(['string', 'number', 'boolean', 'object', 'array']);
    expect(shown('gemini', { type: 'array', items: {} }).items).toMatchObject({
      anyOf: expect.anything() as unknown,
    });
  });
});

describe('profile openai-strict', () => {
  it('closes objects, requires every key and lets optional ones be null', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string', enum: ['x'] } },
      required: ['a'],
    };
    expect(shown('openai-strict', schema)).toEqual({
      type: ['object', 'null'],
      properties: { a: { type: 'string' }, b: { type: ['string', 'null'], enum: ['x', null] } },
      required: ['a', 'b'],
      additionalProperties: false,
    });
  });

  it('says bounds, format and default in words', () => {
    expect(shown('openai-strict', page)).toEqual({
      type: ['integer', 'null'],
      description: 'Page size. 1 to 100. Default 20.',
    });
  });

  it('adds null to a union', () => {
    const union = { oneOf: [{ type: 'string' }, { type: 'integer' }] };
    expect(shown('openai-strict', union)).toEqual({
      anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }],
    });
  });

  it('gives maps as JSON text and reports it with the place in the document', () => {
    const body = { type: 'object', properties: { value: map } };
    const { tool } = convertSample({ body });
    expect((tool.inputSchema['openai-strict'].properties as JsonObject).value).toEqual({
      type: ['string', 'null'],
      description: 'Given as JSON text of an object with values of type integer.',
    });
    expect(profileReport([tool], 'openai-strict')).toEqual([
      {
        severity: 'lossy',
        code: 'profile_json_text',
        pointer: '/paths/~1sample/post/requestBody/content/application~1json/schema/properties/value',
        operation: 'POST /sample',
        message: '"value": An object without fixed keys is given as JSON text in this profile.',
      },
    ]);
    expect(profileReport([tool], 'safe')).toEqual([]);
  });
});

describe('derived profiles', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [
      `field_${String(i)}`,
      { type: 'integer', minimum: 1, maximum: 5000, default: 20, description: `Number ${String(i)} of it` },
    ]),
  );

  it.each<Profile>(['lean', 'gemini', 'openai-strict'])(
    '%s keeps every argument within its budget',
    (profile) => {
      const { tool } = convertSample({ body: { type: 'object', properties: wide } });
      const schema = tool.inputSchema[profile];
      expect(Buffer.byteLength(JSON.stringify(schema))).toBeLessThanOrEqual(16_384);
      expect(Object.keys(schema.properties as JsonObject)).toHaveLength(120);
    },
  );

  it('are made once, frozen, and not part of the tool as JSON', () => {
    const { tool } = convertSample({});
    expect(tool.inputSchema.gemini).toBe(tool.inputSchema.gemini);
    expect(Object.isFrozen(tool.inputSchema.gemini)).toBe(true);
    expect(Object.keys(tool.inputSchema)).not.toContain('gemini');
    expect(JSON.stringify(tool.inputSchema)).toContain(JSON.stringify(tool.inputSchema.safe));
  });
});

describe('chooseProfile', () => {
  it('takes the URL before the header before the client before the user agent', () => {
    const all = {
      query: 'lean',
      header: 'gemini',
      clientName: 'gemini-cli-mcp-client',
      userAgent: 'GeminiCLI/1',
    };
    expect(chooseProfile(all).profile).toBe('lean');
    expect(chooseProfile({ ...all, query: undefined, header: 'openai-strict' }).profile).toBe(
      'openai-strict',
    );
    expect(chooseProfile({ clientName: 'gemini-cli-mcp-client', userAgent: 'x' }).profile).toBe('gemini');
    expect(chooseProfile({ clientName: 'x', userAgent: 'node google-genai/1.2' }).profile).toBe('gemini');
    expect(chooseProfile({ clientName: 'claude-ai' })).toEqual({ profile: 'safe', problem: null });
    expect(chooseProfile({})).toEqual({ profile: 'safe', problem: null });
  });

  it('names a value that is no profile', () => {
    expect(chooseProfile({ query: 'strict' }).problem).toBe(
      'There is no profile "strict"; known are safe, lean, gemini, openai-strict, full-2020-12.',
    );
  });
});
