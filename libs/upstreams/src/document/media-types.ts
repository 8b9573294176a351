import { follow, isLoose } from './json';
import type { Loose } from './json';

/** @returns media types that the operation takes, as a policy names them; none if it takes no body */
export function requestTypesOf(root: Loose, operation: Loose): string[] {
  return typesIn(follow(root, operation.requestBody)?.content).map((type) => (type === '*/*' ? '*' : type));
}

/** @returns what to ask the upstream for: the media types that the document says it answers with */
export function acceptOf(root: Loose, operation: Loose): string {
  const responses = isLoose(operation.responses) ? Object.values(operation.responses) : [];
  const types = responses.flatMap((response) => typesIn(follow(root, response)?.content));
  return types.length === 0 ? 'application/json, */*;q=0.5' : [...new Set(types)].slice(0, 20).join(', ');
}

function typesIn(content: unknown): string[] {
  if (!isLoose(content)) return [];
  return Object.keys(content)
    .map((type) => (type.split(';')[0] ?? '').trim().toLowerCase())
    .filter((type) => /^[\w.+*-]+\/[\w.+*-]+$/.test(type));
}
