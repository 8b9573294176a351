import { readFile } from 'node:fs/promises';
import { runOpenapiTools } from '../../../apps/openapi-tools/src/run-openapi-tools';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process: local files are real, except those given as text. */
export async function toolsCommand(
  argv: readonly string[],
  files: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  let out = '';
  let err = '';
  const textOf = (name: string): string => {
    const content = files[name];
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
  const code = await runOpenapiTools(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    readFile: (path) => (Object.hasOwn(files, path) ? Promise.resolve(textOf(path)) : readFile(path, 'utf8')),
    input: () => Promise.resolve(textOf('-')),
  });
  return { code, out, err };
}

/** What a command printed as JSON. */
export async function jsonOf(
  argv: readonly string[],
  files: Readonly<Record<string, unknown>> = {},
): Promise<any> {
  const { code, out, err } = await toolsCommand(argv, files);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

const item = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', description: 'Name of the pet' },
    age: { type: 'integer', minimum: 0, description: 'Age in years' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};

/** A small API of somebody else. */
export const PETS = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'List the pets of the shop, newest first.',
        parameters: [
          {
            in: 'query',
            name: 'limit',
            schema: { type: 'integer', maximum: 50 },
            description: 'Most pets to give',
          },
          { in: 'query', name: 'filter[kind]', schema: { type: 'array', items: { type: 'string' } } },
          { in: 'header', name: 'X-Trace', schema: { type: 'string' } },
          { in: 'cookie', name: 'lang', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'ok' } },
      },
      post: {
        operationId: 'createPet',
        description: 'Adds a pet to the shop.',
        requestBody: { required: true, content: { 'application/json': { schema: item } } },
        responses: { 201: { description: 'ok' } },
      },
    },
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'ok' } },
      },
    },
    '/pets/{id}/photo': {
      put: {
        operationId: 'setPhoto',
        summary: 'Replaces the photo.',
        parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }],
        requestBody: { required: true, content: { 'image/png': {} } },
        responses: { 204: { description: 'ok' } },
      },
    },
    '/broken': {
      get: {
        operationId: 'broken',
        parameters: [{ $ref: 'https://example.com/elsewhere.json' }],
        responses: { 200: { description: 'ok' } },
      },
    },
  },
};

/** The same API with one place changed. */
export function petsWith(change: (document: any) => void): unknown {
  const copy: unknown = structuredClone(PETS);
  change(copy);
  return copy;
}
