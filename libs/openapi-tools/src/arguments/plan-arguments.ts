import { OperationRefused } from '../document/refused';
import type { ReportSink } from '../document/report-sink';
import type { ArgumentDefinition } from '../model/tool';
import { argumentKey, nameArguments, type NameRequest } from '../names/name-arguments';
import type { Member } from '../schema/emitter';
import { wireNote } from '../schema/write-texts';
import { hidingOf, IDEMPOTENCY_HEADER } from './hidden';
import type { Parameter } from './parameter';
import { keyOf } from './read-parameters';
import { withTexts } from './texts';
import type { Body } from './body';
import { bodyArguments, bodyRequests } from './body-arguments';

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
    ...bodyArguments(body, nameOf),
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
