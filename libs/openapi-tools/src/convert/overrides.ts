import { isObject } from '../document/is-object';
import type { ConvertOptions, OperationOverride } from '../model/options';

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
  if (Array.isArray(extension.toolsets)) {
    out.toolsets = (extension.toolsets as unknown[]).filter(
      (name): name is string => typeof name === 'string',
    );
  }
  return out;
}
