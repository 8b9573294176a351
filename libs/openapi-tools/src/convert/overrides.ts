import { isObject } from '../document/is-object';
import type { ConvertOptions, OperationOverride, ParameterOverride } from '../model/options';

/** `options.overrides` over `x-mcp` of the operation. */
export function mergeOverrides(options: ConvertOptions, key: string, extension: unknown): OperationOverride {
  const overrides = options.overrides;
  const given = overrides !== undefined && Object.hasOwn(overrides, key) ? overrides[key] : undefined;
  const own = readExtension(extension);
  return { ...own, ...given, annotations: { ...own.annotations, ...given?.annotations } };
}

/** Takes known members of the right type only: the document is not trusted. */
function readExtension(extension: unknown): OperationOverride {
  if (!isObject(extension)) return {};
  const out: OperationOverride = {};
  if (typeof extension.enabled === 'boolean') out.enabled = extension.enabled;
  for (const key of ['name', 'title', 'description', 'mediaType'] as const) {
    const value = extension[key];
    if (typeof value === 'string') out[key] = value;
  }
  if (isObject(extension.annotations)) out.annotations = extension.annotations;
  if (extension.body === 'single' || extension.body === 'flat') out.body = extension.body;
  if (isObject(extension.encoding)) out.encoding = readEncodings(extension.encoding);
  if (isObject(extension.parameters)) out.parameters = readParameters(extension.parameters);
  if (Array.isArray(extension.toolsets)) {
    out.toolsets = (extension.toolsets as unknown[]).filter(
      (name): name is string => typeof name === 'string',
    );
  }
  return out;
}

function readEncodings(given: Record<string, unknown>): Record<string, 'json' | 'brackets'> {
  const rows = Object.entries(given).filter(([, value]) => value === 'json' || value === 'brackets');
  return Object.fromEntries(rows) as Record<string, 'json' | 'brackets'>;
}

function readParameters(given: Record<string, unknown>): Record<string, ParameterOverride> {
  const rows = Object.entries(given).map(([key, value]): [string, ParameterOverride] => {
    const out: ParameterOverride = {};
    if (!isObject(value)) return [key, out];
    const { arrays, slashes } = value;
    if (arrays === 'repeat' || arrays === 'brackets' || arrays === 'indices') out.arrays = arrays;
    if (typeof slashes === 'boolean') out.slashes = slashes;
    return [key, out];
  });
  return Object.fromEntries(rows);
}
