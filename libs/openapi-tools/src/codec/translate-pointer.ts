import type { ToolDefinition } from '../model/tool';
import type { Shape } from '../schema/shape';
import { IDEMPOTENCY_HEADER } from '../arguments/hidden';
import type { ToolPlan } from './plan';

const PLACES: Record<string, 'path' | 'query' | 'header' | 'cookie' | 'body'> = {
  path: 'path',
  params: 'path',
  param: 'path',
  query: 'query',
  header: 'header',
  headers: 'header',
  cookie: 'cookie',
  cookies: 'cookie',
  body: 'body',
};

interface Target {
  name: string;
  shape: Shape | null;
}

/**
 * A field name of a REST error as the argument the model knows, for example `/user/name` to
 * `user.name`, `query.limit` to `limit`, `filter[name]` to `filter_name`.
 * @returns the field itself when it names no argument, empty for a value the server injects
 */
export function translatePointer(tool: ToolDefinition, field: string): string {
  const { plan } = tool;
  const whole = find(plan, null, field);
  if (whole !== null) return whole.name;
  const prefixed = /^(\w+)[./](.+)$/s.exec(field.replace(/^#?\//, ''));
  const named = prefixed === null ? null : inNamedPlace(plan, prefixed[1] ?? '', prefixed[2] ?? '');
  if (named !== null) return named.name;
  const tokens = tokensOf(field);
  const [first, ...rest] = tokens;
  if (first === undefined) return field;
  const direct = find(plan, null, first);
  const place = Object.hasOwn(PLACES, first) ? PLACES[first] : undefined;
  if (direct !== null && (rest.length === 0 || place === undefined || takesChildren(direct.shape))) {
    return [direct.name, ...inside(direct.shape, rest)].join('.');
  }
  if (place !== undefined && rest.length > 0) return inPlace(plan, place, rest) ?? field;
  if (plan.body?.mode === 'whole') return wholeBody(plan.body.field, tokens);
  return isHidden(plan, null, first) ? '' : field;
}

/** `query.filter[name]`: the place, then the whole name on the wire. */
function inNamedPlace(plan: ToolPlan, prefix: string, wire: string): Target | null {
  const place = Object.hasOwn(PLACES, prefix) ? PLACES[prefix] : undefined;
  if (place === undefined || takesChildren(find(plan, null, prefix)?.shape)) return null;
  return find(plan, place, wire);
}

function inPlace(plan: ToolPlan, place: string, tokens: readonly string[]): string | null {
  const [name = '', ...rest] = tokens;
  if (place === 'body' && plan.body?.mode === 'whole') return wholeBody(plan.body.field, tokens);
  const target = find(plan, place, name) ?? find(plan, place, tokens.join('.'));
  if (target !== null) return [target.name, ...inside(target.shape, rest)].join('.');
  return isHidden(plan, place, name) ? '' : null;
}

function wholeBody(field: { name: string; shape: Shape }, tokens: readonly string[]): string {
  return [field.name, ...inside(field.shape, tokens)].join('.');
}

/** An argument by its name on the wire; header names without case. */
function find(plan: ToolPlan, place: string | null, wire: string): Target | null {
  const body = plan.body?.mode === 'flat' && (place === null || place === 'body') ? plan.body : null;
  const field = body?.byWire.get(wire);
  if (field !== undefined) return field;
  for (const param of [...plan.path, ...plan.query.params, ...plan.headers, ...plan.cookies.params]) {
    if (place !== null && param.in !== place) continue;
    const same = param.in === 'header' ? param.wire === wire.toLowerCase() : param.wire === wire;
    if (same) return param;
  }
  return null;
}

function isHidden(plan: ToolPlan, place: string | null, name: string): boolean {
  const places = place === null ? ['path', 'query', 'header', 'cookie'] : [place];
  if (name.toLowerCase() === IDEMPOTENCY_HEADER) return true;
  return places.some((at) => plan.hidden.has(`${at}:${at === 'header' ? name.toLowerCase() : name}`));
}

/** `/a/b`, `#/a/b`, `a.b`, `a[0].b` as tokens. */
function tokensOf(field: string): string[] {
  if (/^#?\//.test(field)) {
    return field
      .replace(/^#?\//, '')
      .split('/')
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return field.split(/[.[\]]+/).filter((token) => token !== '');
}

function takesChildren(shape: Shape | null | undefined): boolean {
  if (shape === undefined) return false;
  return shape === null || shape.types === null || shape.types.has('object') || shape.types.has('array');
}

function inside(shape: Shape | null, tokens: readonly string[]): string[] {
  const out: string[] = [];
  let at = shape;
  for (const token of tokens) {
    const items = /^\d+$/.test(token) ? (at?.items() ?? null) : null;
    out.push(items === null ? (at?.nameOf.get(token) ?? token) : token);
    at = items ?? at?.child(token) ?? null;
  }
  return out;
}
