import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ROLES } from '@app/auth';
import { examplesOf } from '../parity/examples';
import { faultsOf } from '../parity/support/faults';
import { operationsOf } from '../parity/support/operations';
import type { ApiOperation } from '../parity/support/operations';
import { placeRest } from '../parity/support/place';
import type { Args } from '../parity/support/place';
import { plantSeeds } from '../parity/support/seeds';
import type { SeedsByPrincipal } from '../parity/support/seeds';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('every reply', () => {
  let test: TestApp;
  let seeds: SeedsByPrincipal;
  let operations: ApiOperation[];
  let validators: Map<string, ValidateFunction>;
  let declaredErrors: Map<string, string[]>;

  beforeAll(async () => {
    test = await createTestApp();
    seeds = await plantSeeds(test);
    operations = operationsOf(test.document);
    ({ validators, declaredErrors } = compileReplies(test.document));
  });
  afterAll(() => test.close());

  it.each(ROLES)('is what the document declares, error codes included: %s', async (role) => {
    const faults: string[] = [];
    for (const operation of operations) {
      const examples = Object.entries(examplesOf(operation, seeds[role]));
      const refused = faultsOf(operation, examples[0]?.[1] ?? {}).slice(0, 2);
      const calls: [string, Args][] = [
        ...examples,
        ...refused.map(({ kind, args }): [string, Args] => [kind, args]),
      ];
      for (const [label, args] of calls) {
        const { method, url, headers, body } = placeRest(operation, args);
        const reply = await test.rest(method, url, {
          key: test.world.acme.keys[role],
          headers,
          ...(body !== undefined && { rawBody: body }),
        });
        const reference = `${operation.id} ${reply.status}`;
        const validate = validators.get(reference);
        const code = reply.body.error as string;
        if (!validate) faults.push(`${reference} (${label}) is not declared`);
        else if (!validate(reply.body))
          faults.push(`${reference} (${label}): ${JSON.stringify(validate.errors)}`);
        else if (reply.status >= 400 && !declaredErrors.get(reference)?.includes(code))
          faults.push(`${reference} (${label}): ${code} is not declared`);
      }
    }
    expect(faults).toEqual([]);
  });
});

/** Validators and error codes by operation and status, out of the document and of nothing else. */
function compileReplies(document: object): {
  validators: Map<string, ValidateFunction>;
  declaredErrors: Map<string, string[]>;
} {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  const validators = new Map<string, ValidateFunction>();
  const declaredErrors = new Map<string, string[]>();
  for (const [path, item] of Object.entries<any>((document as any).paths)) {
    for (const [method, operation] of Object.entries<any>(item)) {
      for (const [status, { description }] of Object.entries<any>(operation.responses)) {
        const pointer = ['paths', path, method, 'responses', status, 'content', 'application/json', 'schema'];
        const $ref = `api#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
        const key = `${operation.operationId} ${status}`;
        validators.set(key, ajv.compile({ $ref }));
        declaredErrors.set(key, (description as string).split(', '));
      }
    }
  }
  return { validators, declaredErrors };
}
