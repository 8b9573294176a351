import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import type { ReportSink } from '../document/report-sink';
import type { ConvertOptions } from '../model/options';
import type { Operation } from './list-operations';

/**
 * The server of operation, path or document that an option chooses, else the first, its variables filled in; null
 * without one. The model never chooses.
 */
export function serverOf(
  found: Operation,
  root: Record<string, unknown>,
  options: ConvertOptions,
  sink: ReportSink,
): string | null {
  const places = [
    { servers: found.operation.servers, pointer: join(found.pointer, 'servers') },
    { servers: found.pathItem.servers, pointer: join(found.pathPointer, 'servers') },
    { servers: root.servers, pointer: '/servers' },
  ];
  const place = places.find(({ servers }) => Array.isArray(servers) && servers.length > 0);
  const list = place === undefined ? [] : (place.servers as unknown[]);
  const wanted = options.server ?? 0;
  const index = list[wanted] === undefined ? 0 : wanted;
  const server = list[index];
  if (place === undefined || !isObject(server) || typeof server.url !== 'string') return null;
  const at = join(place.pointer, index);
  const url = server.url.replace(/\{([^{}]*)\}/g, (text, name: string) => {
    const value = variableOf(server, name, options);
    if (value.problem !== null) {
      sink.add('lossy', 'server_variable', join(at, 'variables', name), value.problem);
    }
    return value.text ?? text;
  });
  return resolveUrl(url, options.baseUrl, at, sink);
}

function variableOf(
  server: Record<string, unknown>,
  name: string,
  options: ConvertOptions,
): { text: string | null; problem: string | null } {
  const variable = own(server.variables, name);
  const asked = options.serverVariables;
  const given = asked !== undefined && Object.hasOwn(asked, name) ? asked[name] : undefined;
  const fallback = own(variable, 'default');
  const text = given ?? (typeof fallback === 'string' ? fallback : null);
  const list = own(variable, 'enum');
  const allowed = Array.isArray(list) ? (list as unknown[]).filter((value) => typeof value === 'string') : [];
  if (text === null) return { text, problem: `The server variable "${name}" has no value.` };
  if (allowed.length === 0 || allowed.includes(text)) return { text, problem: null };
  return {
    text: allowed[0] ?? null,
    problem: `"${text.slice(0, 100)}" is not among the values of the server variable "${name}"; the first is used.`,
  };
}

function resolveUrl(url: string, base: string | undefined, pointer: string, sink: ReportSink): string {
  if (base === undefined || /^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  try {
    return new URL(url, base).href;
  } catch {
    sink.add('lossy', 'server_url', pointer, 'The server URL cannot be resolved against the base URL.');
    return url;
  }
}
