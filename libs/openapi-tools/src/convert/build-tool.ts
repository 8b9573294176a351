import { planArguments } from '../arguments/plan-arguments';
import type { Body } from '../arguments/body';
import { readBody } from '../arguments/read-body';
import type { Parameter } from '../arguments/parameter';
import { readTemplate, type PathTemplate } from '../arguments/path-template';
import { readParameters } from '../arguments/read-parameters';
import { compilePlan } from '../codec/compile-plan';
import { join } from '../document/pointer';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import type { LockEntry } from '../lock/read-lock';
import type { ConvertOptions } from '../model/options';
import type { ToolDefinition } from '../model/tool';
import { reservedNames, resultMembers } from '../result/result-arguments';
import type { EmitSettings } from '../schema/emit-task';
import type { Flattener } from '../schema/flattener';
import { isInstructionLike } from '../text/hygiene';
import { byCodeUnit } from '../text/sort';
import { descriptionOf, titleOf } from '../text/tool-texts';
import { annotationsOf } from './annotations';
import { defineLazy } from './define-lazy';
import type { NamedOperation } from './fix-names';
import { deepFreeze } from './freeze';
import { inputSchemas } from './input-schemas';
import type { Operation } from './list-operations';
import { extensionsOf, securityOf, tagsOf, toolsetsOf } from './metadata';
import { outputSchemaOf } from './output-schema';
import { serverOf } from './server';

/** What all operations of one conversion share. */
export interface BuildContext {
  readonly resolver: Resolver;
  readonly flattener: Flattener;
  readonly options: ConvertOptions;
  readonly schemes: ReadonlySet<string>;
  readonly injected: ReadonlySet<string>;
}

const MAX_DEPTH = 12;
const MAX_FILE_BYTES = 10 * 1024 * 1024;

/**
 * One operation as a tool.
 * @throws OperationRefused with a reason code
 */
export function buildTool(
  found: Operation,
  named: NamedOperation,
  entry: LockEntry | undefined,
  context: BuildContext,
  sink: ReportSink,
): ToolDefinition {
  const { options, resolver, flattener } = context;
  const policy = options.annotationPolicy ?? 'imported';
  const template = readTemplate(found.path, found.pathPointer);
  const parameters = completeParameters(found, template, context, sink);
  const body = readRequestBody(found, context, sink);
  const planned = planArguments(
    parameters,
    body,
    {
      schemes: context.schemes,
      injected: context.injected,
      idempotencyKeyArgument: options.idempotencyKeyArgument === true,
      reserved: reservedNames(options),
      locked: entry?.arguments ?? {},
    },
    sink,
  );
  const settings: EmitSettings = {
    full: true,
    direction: 'input',
    recursionLimit: options.recursionLimit ?? 2,
    budget: options.schemaBudget ?? 16_384,
    maxDepth: MAX_DEPTH,
    sink,
  };
  const members = [...planned.list.map((argument) => argument.member), ...resultMembers(options)];
  const inputSchema = inputSchemas(flattener, members, settings);
  const strictness = options.output ?? (policy === 'first-party' ? 'full' : 'lenient');
  const output = outputSchemaOf(found, resolver, flattener, strictness, { ...settings, direction: 'output' });
  const texts = {
    name: named.name,
    method: found.method,
    path: found.path,
    summary: found.operation.summary,
    description: found.operation.description,
    overrideTitle: found.override.title ?? null,
    overrideDescription: found.override.description ?? null,
    deprecated: found.operation.deprecated === true,
    idempotencyArgument: planned.idempotencyArgument,
    cap: options.descriptionCap ?? 1500,
  };
  const description = descriptionOf(texts);
  reportTexts(description, named.name, found, sink);
  const headers = parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => name.toLowerCase());
  const tool = {
    name: named.name,
    aliases: Object.freeze([...named.aliases]),
    operationId: found.operationId,
    method: found.method,
    path: found.path,
    server: serverOf(found, resolver.root, options, sink),
    title: titleOf(texts),
    description,
    annotations: Object.freeze(annotationsOf(found.method, policy, found.override.annotations)),
    toolsets: deepFreeze(toolsetsOf(found)),
    tags: deepFreeze(tagsOf(found)),
    security: deepFreeze(securityOf(found, resolver.root)),
    extensions: deepFreeze(extensionsOf(found)),
    arguments: deepFreeze(
      planned.list.map((argument) => argument.definition).sort((a, b) => byCodeUnit(a.name, b.name)),
    ),
    declaredHeaders: Object.freeze([...new Set(headers)].sort(byCodeUnit)),
    idempotencyArgument: planned.idempotencyArgument,
    inputSchema: deepFreeze(inputSchema),
    outputWrapped: output.wrapped,
  };
  defineLazy(tool, 'outputSchema', () => deepFreeze(output.schema()));
  defineLazy(tool, 'plan', () =>
    compilePlan(flattener, {
      resultArguments: options.resultArguments === true,
      method: found.method,
      template,
      planned,
      body,
      missingRequired: options.missingRequired ?? 'codec',
      coercion: options.coercion !== false,
      maxFileBytes: options.maxFileBytes ?? MAX_FILE_BYTES,
      parameters: found.override.parameters ?? {},
    }),
  );
  return tool;
}

/** Declared parameters that the path knows, plus a string for every variable nobody declared. */
function completeParameters(
  found: Operation,
  template: PathTemplate,
  context: BuildContext,
  sink: ReportSink,
): Parameter[] {
  const lists = [
    { list: found.pathItem.parameters, pointer: join(found.pathPointer, 'parameters') },
    { list: found.operation.parameters, pointer: join(found.pointer, 'parameters') },
  ];
  const declared = readParameters(context.resolver, lists, sink);
  const known = declared.filter((parameter) => {
    if (parameter.in !== 'path' || template.variables.includes(parameter.name)) return true;
    sink.add(
      'lossy',
      'unused_path_parameter',
      parameter.pointer,
      `"${parameter.name}" is not part of the path.`,
    );
    return false;
  });
  for (const name of template.variables) {
    if (known.some((parameter) => parameter.in === 'path' && parameter.name === name)) continue;
    sink.add(
      'lossy',
      'undeclared_path_parameter',
      found.pointer,
      `"{${name}}" is not declared; any text is taken.`,
    );
    known.push({
      in: 'path',
      name,
      required: true,
      description: null,
      deprecated: false,
      style: 'simple',
      explode: false,
      allowReserved: false,
      allowEmptyValue: false,
      content: null,
      parts: [{ schema: { type: 'string' }, pointer: found.pointer }],
      pointer: found.pointer,
    });
  }
  return known.sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.in, b.in));
}

function readRequestBody(found: Operation, context: BuildContext, sink: ReportSink): Body | null {
  const raw = found.operation.requestBody;
  const at = join(found.pointer, 'requestBody');
  if (raw !== undefined && (found.method === 'GET' || found.method === 'HEAD')) {
    sink.add('lossy', 'body_ignored', at, `A body on ${found.method} has no meaning and is not sent.`);
    return null;
  }
  const { override } = found;
  const options = {
    single: override.body === 'single',
    mediaType: override.mediaType ?? null,
    encoding: override.encoding ?? {},
  };
  return readBody({ raw, pointer: at }, context.resolver, context.flattener, options, sink);
}

function reportTexts(description: string, name: string, found: Operation, sink: ReportSink): void {
  if (isInstructionLike(description)) {
    sink.add(
      'info',
      'suspicious_text',
      found.pointer,
      'The description speaks to the model instead of describing the operation.',
    );
  }
  if (name.length > 21) {
    sink.add(
      'info',
      'long_name',
      found.pointer,
      `"${name}" is longer than 21 characters; hosts that prefix names with a UUID may refuse it.`,
    );
  }
}
