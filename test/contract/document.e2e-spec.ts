import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@app/errors';
import { ToolCatalogue } from '@app/mcp';
import { operationsOf } from '../parity/support/operations';
import type { ApiOperation } from '../parity/support/operations';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const committed = (name: string): any => JSON.parse(readFileSync(join(__dirname, '../..', name), 'utf8'));
const statusOf = (code: string): number | undefined =>
  (ERRORS as Record<string, { status: number }>)[code]?.status;

describe('the OpenAPI document', () => {
  let test: TestApp;
  let operations: (ApiOperation & { raw: any })[];

  beforeAll(async () => {
    test = await createTestApp();
    const raw = new Map(
      Object.values(test.document.paths).flatMap((item) =>
        Object.values(item as object).map((operation: any) => [operation.operationId, operation] as const),
      ),
    );
    operations = operationsOf(test.document).map((operation) => ({
      ...operation,
      raw: raw.get(operation.id),
    }));
  });
  afterAll(() => test.close());

  /** One sentence per operation that breaks the rule. */
  const breaking = (rule: (operation: ApiOperation & { raw: any }) => string | false | undefined): string[] =>
    operations.flatMap((operation) => {
      const fault = rule(operation);
      return fault ? [`${operation.id}: ${fault}`] : [];
    });

  it('is OpenAPI 3.1 and served as it was built', async () => {
    const { body } = await test.rest('GET', '/openapi.json');
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(body.paths).toEqual(JSON.parse(JSON.stringify(test.document.paths)));
  });

  it('has the operations that are committed, and so has the lock', () => {
    const ids = operations.map(({ id }) => id).sort();
    const inFile = Object.values<object>(committed('openapi.json').paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId as string),
    );
    expect(inFile.sort()).toEqual(ids);
    const locked = Object.entries<any>(committed('tools.lock.json').operations)
      .filter(([, operation]) => !operation.removed)
      .map(([name]) => name);
    expect(locked.sort()).toEqual(ids);
  });

  it('is the list of tools: name by name, method by method, path by path', () => {
    const tools = test.get(ToolCatalogue).tools.map(({ name, method, path }) => ({ name, method, path }));
    const declared = operations.map(({ id, method, path }) => ({ name: id, method, path }));
    expect(tools).toEqual(declared.sort((a, b) => (a.name < b.name ? -1 : 1)));
  });

  it('names error codes of the catalogue only, each under its status', () => {
    expect(
      breaking(({ raw }) =>
        Object.entries<any>(raw.responses)
          .filter(([status]) => Number(status) >= 400)
          .flatMap(([status, { description }]) =>
            (description as string).split(', ').map((code) => ({ status, code })),
          )
          .filter(({ status, code }) => statusOf(code) !== Number(status))
          .map(({ status, code }) => `${code} under ${status}`)
          .join(', '),
      ),
    ).toEqual([]);
  });

  it('declares the common errors everywhere, those of an id where there is one, and those of a key where one is taken', () => {
    const wanted = ({ inputs }: ApiOperation): string[] => [
      ...[
        'invalid_request',
        'invalid_token',
        'forbidden',
        'insufficient_scope',
        'payload_too_large',
        'rate_limited',
        'internal_error',
      ],
      ...(inputs.some((input) => input.in === 'path') ? ['not_found'] : []),
      ...(inputs.some((input) => input.name === 'idempotency_key')
        ? ['idempotency_conflict', 'idempotency_in_progress']
        : []),
    ];
    expect(
      breaking((operation) => {
        const declared = Object.values<any>(operation.raw.responses).flatMap(({ description }) =>
          description.split(', '),
        );
        return wanted(operation)
          .filter((code) => !declared.includes(code))
          .join(', ');
      }),
    ).toEqual([]);
  });

  it('has portable names', () => {
    expect(breaking(({ id }) => !/^[a-z][a-z0-9_]{0,51}$/.test(id) && 'operationId')).toEqual([]);
    expect(
      breaking(({ inputs }) => inputs.find(({ name }) => !/^[a-z][a-z0-9_]{0,63}$/.test(name))?.name),
    ).toEqual([]);
  });

  it('has no name twice among path, query and body of an operation', () => {
    expect(
      breaking(
        ({ inputs }) =>
          inputs.find(({ name }, index) => inputs.findIndex((other) => other.name === name) !== index)?.name,
      ),
    ).toEqual([]);
  });

  it('has plain objects as roots: no combinators, closed where callers write', () => {
    const rootOf = (content: any): any => {
      const schema = content?.['application/json']?.schema;
      const name = schema?.$ref?.split('/').at(-1) as string | undefined;
      return name ? test.document.components?.schemas?.[name] : schema;
    };
    const isPlain = (root: any): boolean =>
      root.type === 'object' && !['oneOf', 'anyOf', 'allOf', 'not', 'if'].some((keyword) => keyword in root);
    expect(
      breaking(({ raw }) => {
        const body = rootOf(raw.requestBody?.content);
        return body && !(isPlain(body) && body.additionalProperties === false) && 'body';
      }),
    ).toEqual([]);
    expect(
      breaking(({ raw }) =>
        Object.entries<any>(raw.responses)
          .filter(([, { content }]) => !isPlain(rootOf(content) ?? {}))
          .map(([status]) => status)
          .join(', '),
      ),
    ).toEqual([]);
  });

  it('tells a model what each operation does, and who may call it', () => {
    expect(breaking(({ raw }) => !(raw.summary?.length > 0) && 'summary')).toEqual([]);
    expect(
      breaking(
        ({ raw }) => !(raw.description?.length >= 1 && raw.description.length <= 1000) && 'description',
      ),
    ).toEqual([]);
    expect(breaking(({ raw }) => raw.tags?.length !== 1 && 'tag')).toEqual([]);
    expect(breaking(({ permission }) => !permission && 'x-permission')).toEqual([]);
    expect(
      breaking(({ raw }) => !['R', 'W', 'WI', 'D', 'D*'].includes(raw['x-hint']?.hint) && 'x-hint'),
    ).toEqual([]);
    expect(breaking(({ raw }) => raw.security?.length !== 1 && 'security')).toEqual([]);
  });

  it('keeps what is no operation out: the endpoint itself, health, documents', () => {
    for (const path of Object.keys(test.document.paths)) expect(path).toMatch(/^\/v1\/(?!mcp)/);
  });
});
