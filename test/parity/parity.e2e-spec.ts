import { examplesOf } from './examples';
import { callBoth, compareAudit, compareDatabases } from './support/compare';
import { faultsOf } from './support/faults';
import type { Fault } from './support/faults';
import { operationsOf } from './support/operations';
import type { ApiOperation } from './support/operations';
import { PRINCIPALS } from './support/principals';
import type { PrincipalName } from './support/principals';
import { openTwins } from './support/twins';
import type { Twins } from './support/twins';

const FULL = process.env.FULL_MATRIX === '1';
const TIME_LIMIT = FULL ? 600_000 : 120_000;
const SHOWN = 20;

/** The quick run keeps two kinds of fault per operation: one that the codec finds, one that the schema finds. */
function faultsToTry(faults: readonly Fault[]): readonly Fault[] {
  if (FULL) return faults;
  const judged = faults.find((fault) => fault.kind === 'out of range' || fault.kind === 'malformed id');
  return judged ? [faults[0] as Fault, judged] : faults.slice(0, 2);
}

describe.each([
  { era: 'modern', principals: PRINCIPALS },
  { era: 'legacy', principals: ['no credential', 'owner', 'builder', 'viewer'] },
] as const)('a $era tool call and the REST request it stands for', ({ era, principals }) => {
  let twins: Twins;
  let operations: ApiOperation[];

  beforeAll(async () => {
    twins = await openTwins();
    operations = operationsOf(twins.rest.app.document);
  }, 180_000);
  afterAll(() => twins.close());

  it.each(principals)(
    'are one for every operation: %s',
    async (principal: PrincipalName) => {
      const failures: string[] = [];
      const attempt = async (id: string, work: () => Promise<unknown>): Promise<void> => {
        try {
          await work();
        } catch (error) {
          failures.push(`${id}: ${(error as Error).message}`);
        }
      };
      let calls = 0;
      const prefix = `${era}.${PRINCIPALS.indexOf(principal)}.`;
      for (const operation of operations) {
        const examples = Object.entries(examplesOf(operation, twins.seeds[principal]));
        const writes = operation.method !== 'GET';
        for (const [label, args] of examples) {
          const id = requestId(prefix, operation, label);
          calls += 1;
          await attempt(id, async () => {
            const { status } = await callBoth(twins, { operation, principal, args, id, era });
            // The quick run looks once per operation, below.
            if (FULL && writes && status < 400) await compareDatabases(twins);
          });
        }
        const base = examples[0]?.[1] ?? {};
        for (const [index, fault] of faultsToTry(faultsOf(operation, base)).entries()) {
          const id = requestId(prefix, operation, `${index}-${fault.kind}-${fault.argument}`);
          calls += 1;
          await attempt(id, async () => {
            const { status } = await callBoth(twins, { operation, principal, args: fault.args, id, era });
            if (status < 400)
              throw new Error(`These arguments were not refused but answered with ${status}.`);
          });
        }
        // To say by which operation the databases parted one principal is enough.
        if (writes && (FULL || principal === 'owner'))
          await attempt(`${prefix}${operation.id}, database`, () => compareDatabases(twins));
      }
      await attempt(`${prefix} database`, () => compareDatabases(twins));
      let entries = 0;
      await attempt(`${prefix} audit`, async () => {
        entries = await compareAudit(twins, prefix);
      });
      expect(failures.slice(0, SHOWN)).toEqual([]);
      const anonymous = ['no credential', 'garbage key', 'revoked key'].includes(principal);
      expect(entries).toBe(anonymous ? 0 : calls);
    },
    TIME_LIMIT,
  );
});

function requestId(prefix: string, operation: ApiOperation, label: string): string {
  return `${prefix}${operation.id}.${label}`.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);
}
