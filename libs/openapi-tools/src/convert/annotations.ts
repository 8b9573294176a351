import type { HttpMethod, ToolAnnotations } from '../model/tool';

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/**
 * All four hints of a method, always explicit.
 * - imported writes count as destructive: nobody has said otherwise
 * - later partial hints win over earlier ones
 */
export function annotationsOf(
  method: HttpMethod,
  policy: 'first-party' | 'imported',
  ...overrides: readonly unknown[]
): ToolAnnotations {
  const imported = policy === 'imported';
  const hints = { ...byMethod(method, imported), openWorldHint: imported };
  for (const override of overrides) {
    if (typeof override !== 'object' || override === null) continue;
    for (const hint of HINTS) {
      const value = (override as Record<string, unknown>)[hint];
      if (typeof value === 'boolean') hints[hint] = value;
    }
  }
  return hints;
}

function byMethod(method: HttpMethod, imported: boolean): Omit<ToolAnnotations, 'openWorldHint'> {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
      return { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
    case 'DELETE':
      return { readOnlyHint: false, destructiveHint: true, idempotentHint: true };
    case 'PUT':
      return { readOnlyHint: false, destructiveHint: imported, idempotentHint: true };
    case 'PATCH':
      return { readOnlyHint: false, destructiveHint: imported, idempotentHint: !imported };
    case 'POST':
      return { readOnlyHint: false, destructiveHint: imported, idempotentHint: false };
  }
}
