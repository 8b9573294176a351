import type { GateOptions } from '../model/gate';
import type { ListEntry } from '../model/tool';
import type { GateFindings } from './findings';

const DIALECTS = ['draft-07', '2020-12'] as const;

/** Rule 7: the schema compiles under both dialects hosts assume. */
export function checkCompile(entry: ListEntry, options: GateOptions, findings: GateFindings): void {
  const { compile } = options;
  if (compile === undefined) return;
  for (const dialect of DIALECTS) {
    try {
      compile(entry.inputSchema, dialect);
      if (entry.outputSchema !== undefined) compile(entry.outputSchema, dialect);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.add(7, '/inputSchema', `The schema does not compile under ${dialect}: ${why}`);
    }
  }
}
