import { isObject, own } from '../document/is-object';
import type { Parameter } from './parameter';

/** The standard itself ignores these as parameters (OAS 3.1.2, Parameter Object, `in`). */
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);
const TRANSPORT: ReadonlySet<string> = new Set([
  'cookie',
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'upgrade',
  'forwarded',
  'traceparent',
  'tracestate',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'set-cookie',
]);
const TRANSPORT_PREFIX = /^(?:x-forwarded-|proxy-|sec-|mcp-)/;
const CREDENTIAL =
  /(?:^|[-_.])(?:token|secret|api[-_]?key|apikey|signature|password|passwd|jwt|credentials?)$/;
const LOGIN_COOKIE =
  /(?:^|[-_.])(?:sid|sess|session|sessionid|session[-_]id|auth|login|csrf|xsrf|remember[-_]?me)$|sess(?:ion)?id$/;

export const IDEMPOTENCY_HEADER = 'idempotency-key';

export type Hiding = 'shown' | 'ignored' | 'credential' | 'hidden';

/** `in:name` of every parameter that a security scheme fills. */
export function schemeParameters(root: Record<string, unknown>): Set<string> {
  const names = new Set<string>();
  const schemes = own(own(root, 'components'), 'securitySchemes');
  if (!isObject(schemes)) return names;
  for (const scheme of Object.values(schemes)) {
    if (!isObject(scheme) || scheme.type !== 'apiKey' || typeof scheme.name !== 'string') continue;
    const name = scheme.in === 'header' ? scheme.name.toLowerCase() : scheme.name;
    names.add(`${String(scheme.in)}:${name}`);
  }
  return names;
}

/** Who fills a parameter: the model (`shown`) or somebody else. */
export function hidingOf(parameter: Parameter, schemes: ReadonlySet<string>): Hiding {
  const name = parameter.name.toLowerCase();
  if (parameter.in === 'header' && IGNORED.has(name)) return 'ignored';
  if (schemes.has(`${parameter.in}:${parameter.in === 'header' ? name : parameter.name}`))
    return 'credential';
  if (parameter.in === 'header') {
    const hidden =
      TRANSPORT.has(name) ||
      TRANSPORT_PREFIX.test(name) ||
      CREDENTIAL.test(name) ||
      name === IDEMPOTENCY_HEADER;
    return hidden ? 'hidden' : 'shown';
  }
  if (parameter.in === 'cookie') return CREDENTIAL.test(name) || LOGIN_COOKIE.test(name) ? 'hidden' : 'shown';
  return 'shown';
}
