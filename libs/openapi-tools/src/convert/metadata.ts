import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import { clean } from '../text/hygiene';
import { stableJson } from '../text/stable-json';
import type { Operation } from './list-operations';

export function tagsOf(found: Operation): string[] {
  const { tags } = found.operation;
  const names = Array.isArray(tags)
    ? (tags as unknown[]).filter((tag): tag is string => typeof tag === 'string')
    : [];
  return [...new Set(names.map(clean).filter((tag) => tag !== ''))];
}

/** Override, else tags, else the first word of the path that is neither a version nor a variable. */
export function toolsetsOf(found: Operation): string[] {
  if (found.override.toolsets !== undefined) return [...new Set(found.override.toolsets.map(clean))];
  const tags = tagsOf(found);
  if (tags.length > 0) return tags;
  const words = found.path.split('/').filter((word) => word !== '' && !word.includes('{'));
  const word = words.find((text) => !/^(?:v\d+|api|rest)$/i.test(text)) ?? words[0];
  return word === undefined ? [] : [word];
}

export function securityOf(found: Operation, root: Record<string, unknown>): Record<string, string[]>[] {
  const list = found.operation.security ?? root.security;
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).filter(isObject).map((requirement) =>
    Object.fromEntries(
      Object.keys(requirement)
        .sort()
        .map((scheme) => {
          const scopes = requirement[scheme];
          return [
            scheme,
            Array.isArray(scopes)
              ? (scopes as unknown[]).filter((s): s is string => typeof s === 'string')
              : [],
          ];
        }),
    ),
  );
}

/** `x-*` members, copied. */
export function extensionsOf(found: Operation): JsonObject {
  const keys = Object.keys(found.operation).filter((key) => key.startsWith('x-'));
  return Object.fromEntries(
    keys.sort().map((key) => [key, JSON.parse(stableJson(found.operation[key])) as JsonValue]),
  );
}
