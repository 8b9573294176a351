import type { JsonValue } from '../model/json';
import { isOpenMap, minItemsOf, mayCut, schemaAt, type SchemaNode } from './result-schema';

/** A value with its size in bytes of JSON, measured once. */
export type Measured =
  | { kind: 'leaf'; size: number; value: JsonValue }
  | { kind: 'text'; size: number; value: string }
  | { kind: 'list'; size: number; items: Measured[]; least: number }
  | { kind: 'map'; size: number; members: [string, number, Measured][]; open: boolean };

/** Limits applied everywhere in a value. */
export interface Limits {
  items: number;
  characters: number;
  keys: number;
}

const encoder = new TextEncoder();

export function bytesOf(text: string): number {
  return encoder.encode(JSON.stringify(text)).length;
}

export function measure(value: JsonValue, schema: SchemaNode | null): Measured {
  if (typeof value === 'string') {
    const size = bytesOf(value);
    return mayCut(schema) ? { kind: 'text', size, value } : { kind: 'leaf', size, value };
  }
  if (typeof value !== 'object' || value === null)
    return { kind: 'leaf', size: JSON.stringify(value).length, value };
  if (Array.isArray(value)) {
    const items = value.map((item) => measure(item, schemaAt(schema, null)));
    return { kind: 'list', size: listSize(items), items, least: minItemsOf(schema) };
  }
  const members = Object.keys(value).map((key): [string, number, Measured] => [
    key,
    bytesOf(key) + 2,
    measure(value[key] as JsonValue, schemaAt(schema, key)),
  ]);
  return { kind: 'map', size: mapSize(members), members, open: isOpenMap(schema) };
}

function listSize(items: readonly Measured[]): number {
  return 2 + Math.max(0, items.length - 1) + items.reduce((sum, item) => sum + item.size, 0);
}

function mapSize(members: readonly [string, number, Measured][]): number {
  return (
    2 + members.reduce((sum, [, name, member]) => sum + name + member.size, 0) - (members.length > 0 ? 1 : 0)
  );
}

/** Size after applying limits; an upper bound within a few bytes. */
export function sizeWithin(node: Measured, limits: Limits): number {
  switch (node.kind) {
    case 'leaf':
      return node.size;
    case 'text':
      return node.value.length <= limits.characters
        ? node.size
        : Math.min(
            node.size,
            Math.ceil((node.size * limits.characters) / node.value.length) + CUT_MARK_BYTES,
          );
    case 'list': {
      const kept = keptItems(node, limits);
      let size = 2 + Math.max(0, kept - 1);
      for (let i = 0; i < kept; i += 1) size += sizeWithin(node.items[i] as Measured, limits);
      return size;
    }
    case 'map': {
      let size = 2;
      for (const [, name, member] of node.members.slice(0, keptKeys(node, limits)))
        size += name + sizeWithin(member, limits);
      return size;
    }
  }
}

export function keptItems(node: { items: readonly Measured[]; least: number }, limits: Limits): number {
  return Math.min(node.items.length, Math.max(limits.items, node.least));
}

/** Declared members stay, whatever the limit: the shape of a result is a promise. */
export function keptKeys(node: { members: readonly unknown[]; open: boolean }, limits: Limits): number {
  return node.open ? Math.min(node.members.length, limits.keys) : node.members.length;
}

/** Room for the mark that ends a cut text. */
export const CUT_MARK_BYTES = 64;

export function cutMark(kept: number, total: number): string {
  return `… [cut: ${String(kept)} of ${String(total)} characters]`;
}
