import { OperationRefused } from '../document/refused';
import type { ReportSink } from '../document/report-sink';
import type { ArgumentDefinition } from '../model/tool';
import { argumentKey, nameArguments, type NameRequest } from '../names/name-arguments';
import type { Member } from '../schema/emitter';
import { Merged, type Part } from '../schema/flat';
import { wireNote } from '../schema/write-texts';
import { hidingOf, IDEMPOTENCY_HEADER } from './hidden';
import type { Parameter } from './parameter';
import { keyOf } from './read-parameters';
import type { Body } from './read-body';

export interface ArgumentOptions {
  readonly schemes: ReadonlySet<string>;
  readonly injected: ReadonlySet<string>;
  readonly idempotencyKeyArgument: boolean;
  readonly reserved: readonly string[];
  readonly locked: Readonly<Record<string, { name: string }>>;
}

/** One flat argument: what the model sees and where it goes. */
export interface PlannedArgument {
  readonly definition: ArgumentDefinition;
  readonly member: Member;
  /** Set for everything outside the body. */
  readonly parameter: Parameter | null;
  /** Key in the lock. */
  readonly key: string;
}

export interface PlannedArguments {
  readonly list: readonly PlannedArgument[];
  readonly hidden: readonly Parameter[];
  readonly idempotencyArgument: string | null;
}

const IDEMPOTENCY_TEXT =
  'Optional key of 1 to 255 printable ASCII characters; repeat the same key when retrying this call.';

/**
 * Decides which values are arguments and what they are called.
 * @throws OperationRefused when a required parameter is hidden and nobody injects it
 */
export function planArguments(
  parameters: readonly Parameter[],
  body: Body | null,
  options: ArgumentOptions,
  sink: ReportSink,
): PlannedArguments {
  const shown: Parameter[] = [];
  const hidden: Parameter[] = [];
  for (const parameter of parameters) {
    if (isShown(parameter, options, sink)) shown.push(parameter);
    else hidden.push(parameter);
  }
  const requests = [...shown.map(parameterRequest), ...bodyRequests(body)];
  const names = nameArguments(requests, options.locked, options.reserved);
  const nameOf = (request: NameRequest): string => names.get(argumentKey(request)) ?? request.wire;
  const list = [
    ...shown.map((parameter) => fromParameter(parameter, nameOf(parameterRequest(parameter)))),
    ...fromBody(body, nameOf),
  ];
  const idempotency = list.find(
    (argument) => argument.parameter !== null && isIdempotency(argument.parameter),
  );
  return { list, hidden, idempotencyArgument: idempotency?.definition.name ?? null };
}

function isShown(parameter: Parameter, options: ArgumentOptions, sink: ReportSink): boolean {
  if (isIdempotency(parameter) && options.idempotencyKeyArgument) return true;
  const hiding = hidingOf(parameter, options.schemes);
  const key = keyOf(parameter);
  if (hiding === 'shown' && !options.injected.has(key)) return true;
  if (hiding === 'hidden' && parameter.required && !options.injected.has(key)) {
    throw new OperationRefused(
      'hidden_required',
      parameter.pointer,
      `"${parameter.name}" is required, hidden from the model, and not injected by the server.`,
    );
  }
  sink.add('info', 'hidden_parameter', parameter.pointer, `"${parameter.name}" is not shown to the model.`);
  return false;
}

function isIdempotency(parameter: Parameter): boolean {
  return parameter.in === 'header' && parameter.name.toLowerCase() === IDEMPOTENCY_HEADER;
}

function parameterRequest(parameter: Parameter): NameRequest {
  const request: NameRequest = { in: parameter.in, wire: parameter.name, role: 'named' };
  return isIdempotency(parameter) ? { ...request, preferred: 'idempotency_key' } : request;
}

function bodyRequests(body: Body | null): NameRequest[] {
  if (body === null) return [];
  if (body.mode === 'whole') return [{ in: 'body', wire: '', role: 'whole' }];
  const named: NameRequest[] = body.properties.map(({ wire }) => ({ in: 'body', wire, role: 'named' }));
  return body.rest === null ? named : [...named, { in: 'body', wire: '', role: 'rest' }];
}

function fromParameter(parameter: Parameter, name: string): PlannedArgument {
  const idempotency = isIdempotency(parameter);
  const required = parameter.required && !idempotency;
  const description = parameter.description ?? (idempotency ? IDEMPOTENCY_TEXT : null);
  const renamed = !idempotency && name !== parameter.name && parameter.in !== 'header';
  return {
    definition: {
      name,
      in: parameter.in,
      wire: parameter.name,
      required,
      role: 'named',
      pointer: parameter.pointer,
    },
    member: {
      name,
      parts: withTexts(parameter.parts, description, parameter.deprecated, parameter.pointer),
      required,
      notes: renamed ? [wireNote(parameter.name)] : [],
    },
    parameter,
    key: argumentKey(parameterRequest(parameter)),
  };
}

function withTexts(
  parts: readonly Part[],
  description: string | null,
  deprecated: boolean,
  pointer: string,
): readonly Part[] {
  if (description === null && !deprecated) return parts;
  const texts: Record<string, unknown> = {};
  if (description !== null) texts.description = description;
  if (deprecated) texts.deprecated = true;
  return [{ schema: texts, pointer }, ...parts];
}

function fromBody(body: Body | null, nameOf: (request: NameRequest) => string): PlannedArgument[] {
  if (body === null) return [];
  const make = (
    request: NameRequest,
    parts: readonly Part[],
    required: boolean,
    notes: readonly string[],
  ): PlannedArgument => {
    const name = nameOf(request);
    const definition: ArgumentDefinition = {
      name,
      in: 'body',
      wire: request.wire,
      required,
      role: request.role,
      pointer: parts[0]?.pointer ?? body.pointer,
    };
    const renamed = request.role === 'named' && name !== request.wire ? [wireNote(request.wire)] : [];
    return {
      definition,
      member: { name, parts, required, notes: [...notes, ...renamed] },
      parameter: null,
      key: argumentKey(request),
    };
  };
  if (body.mode === 'whole') {
    const parts = withTexts(body.parts, body.description, false, body.pointer);
    return [make({ in: 'body', wire: '', role: 'whole' }, parts, body.required, [])];
  }
  const list = body.properties.map(({ wire, parts, required }) =>
    make({ in: 'body', wire, role: 'named' }, parts, required && body.required, []),
  );
  if (body.rest !== null) {
    const map = { type: 'object', additionalProperties: restSchema(body.rest) };
    const parts = [{ schema: map, pointer: body.pointer }];
    list.push(make({ in: 'body', wire: '', role: 'rest' }, parts, false, ['Further properties by name.']));
  }
  return list;
}

function restSchema(parts: readonly Part[]): unknown {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.schema : new Merged(parts);
}
