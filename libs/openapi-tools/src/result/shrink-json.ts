import { join } from '../document/pointer';
import { setOwn } from '../codec/set-own';
import type { JsonObject, JsonValue } from '../model/json';
import type { Shrunken, ShrinkNote, ShrinkOptions } from '../model/result';
import { cutMark, keptItems, keptKeys, measure, sizeWithin, type Limits, type Measured } from './measure';
import { schemaRoot } from './result-schema';

/** Hosts cut at 25,000; the rest is for the notes and for texts that take more tokens than four bytes allow. */
export const DEFAULT_MAX_TOKENS = 24_000;
export const BYTES_PER_TOKEN = 4;
/** Texts are cut down to this before arrays lose items, and no further until nothing else helps. */
const TEXT_FLOOR = 1000;
const LAST_TEXT_FLOOR = 80;
const MAX_ROUNDS = 6;

/**
 * Shortens a value, not its text: the result is always JSON and keeps its shape.
 * - long texts are cut with a count, then the longest arrays keep a head, then wide maps
 * - texts whose content the schema fixes stay whole, arrays keep `minItems`
 */
export function shrinkJson(value: JsonValue, options: ShrinkOptions = {}): Shrunken {
  const limit = limitOf(options);
  const tree = measure(value, schemaRoot(options.schema));
  if (tree.size <= limit) return { value, notes: [] };
  // Sizes of cut texts are estimates: what comes out is measured and, if need be, cut once more.
  let target = limit;
  for (let round = 0; ; round += 1) {
    const notes: ShrinkNote[] = [];
    const shrunken = rebuild(tree, findLimits(tree, target), '', notes);
    const size = Buffer.byteLength(JSON.stringify(shrunken));
    if (size <= limit || round === MAX_ROUNDS) return { value: shrunken, notes };
    target = Math.floor((target * limit * 0.95) / size);
  }
}

export function limitOf(options: { maxBytes?: number; maxTokens?: number }): number {
  const tokens = (options.maxTokens ?? DEFAULT_MAX_TOKENS) * BYTES_PER_TOKEN;
  return Math.max(2, Math.min(options.maxBytes ?? tokens, tokens));
}

/** The mildest limits that fit: each step is tried at its strongest before the next one starts. */
function findLimits(tree: Measured, limit: number): Limits {
  const most = widest(tree);
  const limits: Limits = { ...most };
  const steps: [keyof Limits, number][] = [
    ['characters', TEXT_FLOOR],
    ['items', 1],
    ['characters', LAST_TEXT_FLOOR],
    ['items', 0],
    ['keys', 0],
  ];
  for (const [key, floor] of steps) {
    const ceiling = limits[key];
    if (ceiling <= floor) continue;
    limits[key] = floor;
    if (sizeWithin(tree, limits) > limit) continue;
    let low = floor;
    let high = ceiling;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      limits[key] = middle;
      if (sizeWithin(tree, limits) <= limit) low = middle;
      else high = middle;
    }
    limits[key] = low;
    return limits;
  }
  return limits;
}

function widest(tree: Measured): Limits {
  const limits: Limits = { items: 0, characters: 0, keys: 0 };
  const open: Measured[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'text') limits.characters = Math.max(limits.characters, node.value.length);
    if (node.kind === 'list') {
      limits.items = Math.max(limits.items, node.items.length);
      for (const item of node.items) open.push(item);
    }
    if (node.kind === 'map') {
      if (node.open) limits.keys = Math.max(limits.keys, node.members.length);
      for (const [, , member] of node.members) open.push(member);
    }
  }
  return limits;
}

function rebuild(node: Measured, limits: Limits, path: string, notes: ShrinkNote[]): JsonValue {
  if (node.kind === 'leaf') return node.value;
  if (node.kind === 'text') return cutText(node.value, limits, path, notes);
  if (node.kind === 'list') {
    const kept = keptItems(node, limits);
    if (kept < node.items.length) notes.push({ path, unit: 'items', total: node.items.length, kept });
    return node.items.slice(0, kept).map((item, i) => rebuild(item, limits, join(path, i), notes));
  }
  const out: JsonObject = {};
  const kept = keptKeys(node, limits);
  if (kept < node.members.length) notes.push({ path, unit: 'keys', total: node.members.length, kept });
  for (const [key, , member] of node.members.slice(0, kept)) {
    setOwn(out, key, rebuild(member, limits, join(path, key), notes));
  }
  return out;
}

function cutText(text: string, limits: Limits, path: string, notes: ShrinkNote[]): string {
  if (text.length <= limits.characters) return text;
  const head = text.slice(0, limits.characters).replace(/[\ud800-\udbff]$/, '');
  const cut = `${head}${cutMark(head.length, text.length)}`;
  if (cut.length >= text.length) return text;
  notes.push({ path, unit: 'characters', total: text.length, kept: head.length });
  return cut;
}
