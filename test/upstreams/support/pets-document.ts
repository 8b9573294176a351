/** The API of somebody else, as its document tells it. */
export const petsDocument = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1.0.0' },
  servers: [{ url: 'https://elsewhere.example.com/v9' }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        tags: ['pets'],
        summary: 'List pets',
        description: 'Lists the pets of the shop.',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          {
            name: 'filter',
            in: 'query',
            style: 'deepObject',
            schema: { type: 'object', properties: { kind: { type: 'string' } } },
          },
          { name: 'X-Trace-Label', in: 'header', schema: { type: 'string' } },
          { name: 'api_key', in: 'query', schema: { type: 'string' } },
          { name: 'flavour', in: 'cookie', schema: { type: 'string' } },
        ],
        responses: {
          200: { description: 'Pets', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
      post: {
        operationId: 'createPet',
        tags: ['pets'],
        summary: 'Create a pet',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string' }, age: { type: 'integer' } },
              },
            },
          },
        },
        responses: {
          201: { description: 'Pet', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
    },
    '/pets/{petId}': {
      parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getPet',
        tags: ['pets'],
        summary: 'Get a pet',
        responses: {
          200: { description: 'Pet', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
      put: {
        operationId: 'replacePet',
        tags: ['pets'],
        summary: 'Replace a pet',
        requestBody: {
          content: {
            'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } },
          },
        },
        responses: {
          200: { description: 'Pet', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
      delete: {
        operationId: 'deletePet',
        tags: ['admin'],
        summary: 'Delete a pet',
        responses: { 204: { description: 'Gone' } },
      },
    },
    '/pets/{petId}/photo': {
      parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getPhoto',
        summary: 'Get a photo',
        responses: {
          200: {
            description: 'Photo',
            content: { 'image/png': { schema: { type: 'string', format: 'binary' } } },
          },
        },
      },
      put: {
        operationId: 'setPhoto',
        summary: 'Set a photo',
        requestBody: {
          required: true,
          content: { 'image/png': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: { 204: { description: 'Done' } },
      },
    },
    '/visits': {
      post: {
        operationId: 'bookVisit',
        summary: 'Book a visit',
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', properties: { who: { type: 'string' }, day: { type: 'string' } } },
            },
          },
        },
        responses: {
          200: { description: 'Booked', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      },
    },
    '/reports/{name}.csv': {
      get: {
        operationId: 'getReport',
        summary: 'Get a report',
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: { description: 'Report', content: { 'text/csv': { schema: { type: 'string' } } } },
        },
      },
    },
    '/behave/{how}': {
      parameters: [{ name: 'how', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'behave', summary: 'Behave', responses: { 200: { description: 'Any' } } },
      post: {
        operationId: 'behaveOnce',
        summary: 'Behave, changing something',
        responses: { 200: { description: 'Any' } },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api_key' } } },
};
