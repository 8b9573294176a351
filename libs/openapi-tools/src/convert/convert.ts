import { schemeParameters } from '../arguments/hidden';
import { OperationRefused } from '../document/refused';
import { ReportSink } from '../document/report-sink';
import { Resolver } from '../document/resolver';
import { DocumentError } from '../errors';
import { checkHostGate } from '../gate/check-host-gate';
import { matchLock, readLock, type LockEntry } from '../lock/read-lock';
import { writeLock } from '../lock/write-lock';
import type { Lock } from '../model/lock';
import type { ConvertOptions } from '../model/options';
import type { Report } from '../model/report';
import type { ToolDefinition } from '../model/tool';
import { Flattener } from '../schema/flattener';
import { byCodeUnit } from '../text/sort';
import { buildTool, type BuildContext } from './build-tool';
import { defineLazy } from './define-lazy';
import { fixNames, type NamedOperation } from './fix-names';
import { listOperations, type Operation } from './list-operations';
import { readDocument } from './read-document';

export interface Conversion {
  /** Ordered by name. */
  tools: ToolDefinition[];
  lock: Lock;
  report: Report;
}

/**
 * Turns an OpenAPI 3.0 or 3.1 document into tools. Pure: same document, options and lock give the
 * same result, and none of them is changed.
 * @param lock names fixed by an earlier conversion
 * @throws DocumentError when the document or the lock as a whole cannot be used
 */
export function convert(doc: unknown, options: ConvertOptions = {}, lock: Lock | null = null): Conversion {
  const documentSink = new ReportSink(null);
  const root = readDocument(doc, documentSink);
  const entries = readLock(lock);
  const resolver = new Resolver(root);
  const { operations, total, skipped } = listOperations(root, resolver, options, documentSink);
  const matches = matchLock(operations, entries);
  const names = fixNames(operations, matches, entries, options.changedOperationId === 'rename');
  const context: BuildContext = {
    resolver,
    flattener: new Flattener(resolver),
    options,
    schemes: schemeParameters(root),
    injected: new Set((options.injected ?? []).map(injectedKey)),
  };
  const tools: ToolDefinition[] = [];
  const reportEntries = [...documentSink.entries];
  for (const found of operations) {
    const sink = new ReportSink(found.key);
    const tool = tryBuild(found, names.get(found.key), matches.get(found.key), context, sink);
    if (tool !== null) tools.push(tool);
    reportEntries.push(...sink.entries);
  }
  tools.sort((a, b) => byCodeUnit(a.name, b.name));
  const report: Report = {
    entries: reportEntries,
    counts: { operations: total, tools: tools.length, refused: total - skipped - tools.length, skipped },
  };
  if (tools.length === 0) {
    throw new DocumentError('no_tools', 'The document gives no tool; the report says why.', report);
  }
  const conversion = { tools, report };
  // A sixth of the work, and only who keeps names fixed reads it.
  defineLazy(conversion, 'lock', () => writeLock(tools, entries));
  return conversion;
}

/** A bad operation is refused alone, with a reason; the rest of the document goes on. */
function tryBuild(
  found: Operation,
  named: NamedOperation | OperationRefused | undefined,
  entry: LockEntry | undefined,
  context: BuildContext,
  sink: ReportSink,
): ToolDefinition | null {
  try {
    if (named === undefined) return null;
    if (named instanceof OperationRefused) throw named;
    const tool = buildTool(found, named, entry, context, sink);
    const gate = {
      descriptionCap: context.options.descriptionCap,
      schemaBudget: context.options.schemaBudget,
    };
    const [violation] = checkHostGate(tool, 'safe', gate);
    if (violation === undefined) return tool;
    sink.add('refused', 'host_gate', found.pointer, `Rule ${String(violation.rule)}: ${violation.message}`);
  } catch (error) {
    if (error instanceof OperationRefused) sink.add('refused', error.code, error.pointer, error.message);
    // Whatever a document nobody foresaw does, it costs its own operation only.
    else sink.add('refused', 'not_convertible', found.pointer, 'The operation cannot be converted.');
  }
  return null;
}

function injectedKey(key: string): string {
  return key.toLowerCase().startsWith('header:') ? key.toLowerCase() : key;
}
