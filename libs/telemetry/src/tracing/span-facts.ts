import type { Attributes } from '@opentelemetry/api';
import { errorOf } from '@app/errors';
import { nameOfCall } from '../call-name';
import type { CallFacts } from '../call-observer';

/** Messages of the protocol that are no tool call. A method that a caller makes up names no span. */
const MESSAGES = new Set([
  'initialize',
  'notifications/initialized',
  'ping',
  'server/discover',
  'tools/call',
  'tools/list',
]);

/** @returns `tools/call <name>` of a tool, the message of the protocol, the operation; never a path */
export function spanNameOf(call: CallFacts): string {
  const tool = toolOf(call);
  if (tool !== undefined) return `tools/call ${tool}`;
  const method = call.mcp?.method;
  if (method !== undefined && MESSAGES.has(method)) return method;
  return nameOfCall(call) ?? 'unknown';
}

/**
 * Nothing of what a caller sends or who it is: routes are templates, ids of people and teams stay in the audit trail,
 * which the request id leads to. https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function attributesOf(call: CallFacts): Attributes {
  const { match, mcp, request, status, outerStatus } = call;
  const error = errorOf(request);
  return {
    'http.response.status_code': outerStatus,
    ...(match && { 'http.route': match.route.path, 'duvo.operation': match.route.policy.id }),
    'duvo.status': status,
    ...(error && { 'error.type': error.code }),
    ...(mcp && { 'mcp.protocol.version': mcp.revision ?? '' }),
    ...(toolOf(call) !== undefined && { 'gen_ai.tool.name': toolOf(call) }),
  };
}

/** A tool that exists has become its operation; the name of every other one is whatever somebody sent. */
function toolOf({ match, mcp }: CallFacts): string | undefined {
  return match?.route.policy.kind === 'operation' ? mcp?.tool : undefined;
}
