// A document like those of large platforms: many references, shared components, long texts, examples. About 13 KB an
// operation, so that 1,000 operations are 13 MB.
const WORDS =
  'account agent amount batch billing case channel contact contract currency customer delivery device event folder invoice item ledger member message order owner payment plan policy price product project queue record region report role run schedule session shipment state stock subscription task team template token user vendor version webhook workspace'.split(
    ' ',
  );
const METHODS = ['get', 'post', 'get', 'patch', 'delete'];

/** @returns an OpenAPI 3.0 document; the same for the same number */
export function documentOf(operations) {
  const random = randomOf(operations);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const text = (words) => `${Array.from({ length: words }, () => pick(WORDS)).join(' ')}.`;
  const resources = Math.ceil(operations / METHODS.length);
  const schemas = {};
  const nameOf = (resource) =>
    `${pascal(WORDS[resource % WORDS.length])}${Math.floor(resource / WORDS.length)}`;
  const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
  const someResource = () => nameOf(Math.floor(random() * resources));
  const scalar = () =>
    pick([
      { type: 'string', description: text(24), example: text(8), maxLength: 200 },
      { type: 'string', format: 'date-time', description: text(16), readOnly: true },
      { type: 'integer', format: 'int64', minimum: 0, description: text(16), example: 42 },
      { type: 'string', enum: ['open', 'held', 'closed', 'void'], description: text(16) },
      { type: 'boolean', nullable: true, description: text(12), default: false },
      { type: 'array', items: { type: 'string', description: text(8) }, maxItems: 50, description: text(12) },
    ]);
  const properties = (count) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${pick(WORDS)}_${i}`, scalar()]));
  for (let resource = 0; resource < resources; resource += 1) {
    const name = nameOf(resource);
    schemas[`${name}Ref`] = {
      type: 'object',
      description: text(20),
      required: ['id'],
      properties: { id: { type: 'string', format: 'uuid', description: text(10) }, ...properties(5) },
    };
    schemas[`${name}Input`] = {
      type: 'object',
      description: text(40),
      required: ['name'],
      properties: {
        name: { type: 'string', description: text(20), minLength: 1 },
        ...properties(14),
        owner: ref(`${someResource()}Ref`),
        members: { type: 'array', items: ref(`${someResource()}Ref`) },
        settings: { allOf: [ref(`${someResource()}Ref`), { type: 'object', properties: properties(4) }] },
        target: { oneOf: [ref(`${someResource()}Ref`), ref(`${someResource()}Ref`)] },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    };
    schemas[name] = {
      description: text(40),
      allOf: [
        ref(`${name}Input`),
        {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string', readOnly: true },
            parent: ref(someResource()),
            ...properties(10),
          },
        },
      ],
      example: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${pick(WORDS)}_${i}`, text(12)])),
    };
  }
  const paths = {};
  for (let i = 0; i < operations; i += 1) {
    const resource = Math.floor(i / METHODS.length);
    const method = METHODS[i % METHODS.length];
    const listed = i % METHODS.length === 0;
    const isOne = i % METHODS.length > 1;
    const name = nameOf(resource);
    const path = `/v1/${WORDS[resource % WORDS.length]}s-${resource}${isOne ? '/{id}' : ''}`;
    const item = (paths[path] ??= isOne ? { parameters: [{ $ref: '#/components/parameters/Id' }] } : {});
    item[method] = operationOf({ method, listed, isOne, name, i, text, random, ref, pick, scalar });
  }
  return {
    openapi: '3.0.3',
    info: { title: 'A platform', version: '1' },
    servers: [{ url: 'https://api.example.com' }, { url: 'https://eu.example.com' }],
    security: [{ bearer: [] }],
    paths,
    components: { schemas, parameters: PARAMETERS, responses: responsesOf(text), securitySchemes: SCHEMES },
  };
}

function operationOf({ method, listed, isOne, name, i, text, ref, pick, scalar }) {
  const verb = listed ? 'list' : { get: 'get', post: 'create', patch: 'update', delete: 'delete' }[method];
  const filters = Array.from({ length: listed ? 6 : 1 }, (_, place) => ({
    name: place === 0 ? `filter[${pick(WORDS)}]` : `${pick(WORDS)}_${place}`,
    in: 'query',
    description: text(30),
    schema: scalar(),
  }));
  const shared = ['Trace', ...(listed ? ['Limit', 'Cursor', 'Sort'] : [])];
  const json = (schema) => ({
    'application/json': {
      schema,
      examples: Object.fromEntries(
        ['first', 'second', 'third'].map((key) => [
          key,
          {
            summary: text(10),
            value: Object.fromEntries(
              Array.from({ length: 16 }, (_, at) => [`${pick(WORDS)}_${at}`, text(10)]),
            ),
          },
        ]),
      ),
    },
  });
  return {
    operationId: `${verb}${name}${listed || !isOne ? 's' : ''}_${i}`,
    summary: text(8),
    description: `${text(60)} ${text(60)}`,
    tags: [name.replace(/\d+$/, '')],
    parameters: [...filters, ...shared.map((key) => ({ $ref: `#/components/parameters/${key}` }))],
    ...(method === 'post' || method === 'patch'
      ? { requestBody: { required: true, description: text(20), content: json(ref(`${name}Input`)) } }
      : {}),
    responses: {
      200: {
        description: text(20),
        content: json(
          listed
            ? {
                type: 'object',
                properties: {
                  data: { type: 'array', items: ref(name) },
                  next: { type: 'string', nullable: true },
                },
              }
            : ref(name),
        ),
      },
      ...Object.fromEntries(
        ['400', '401', '403', '404', '409', '429', '500'].map((status) => [
          status,
          { $ref: `#/components/responses/Error${status}` },
        ]),
      ),
    },
  };
}

const PARAMETERS = {
  Id: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'Id of the record.',
    schema: { type: 'string' },
  },
  Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
  Cursor: { name: 'cursor', in: 'query', description: 'From the last page.', schema: { type: 'string' } },
  Sort: {
    name: 'sort',
    in: 'query',
    style: 'form',
    explode: false,
    schema: { type: 'array', items: { type: 'string' } },
  },
  Trace: { name: 'X-Request-Id', in: 'header', schema: { type: 'string', format: 'uuid' } },
};
const SCHEMES = { bearer: { type: 'http', scheme: 'bearer' } };

function responsesOf(text) {
  const schema = {
    type: 'object',
    properties: { code: { type: 'string', description: text(10) }, message: { type: 'string' } },
  };
  return Object.fromEntries(
    ['400', '401', '403', '404', '409', '429', '500'].map((status) => [
      `Error${status}`,
      { description: text(12), content: { 'application/json': { schema } } },
    ]),
  );
}

function pascal(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** Linear congruential generator (Numerical Recipes): the same numbers for the same seed, everywhere. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
