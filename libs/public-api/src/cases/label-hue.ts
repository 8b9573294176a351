import type { LabelName } from './label-name';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const HUES = 360;

/**
 * Colour of a label for which nobody chose one. Labels of one key look alike; plain tags differ by their value.
 * FNV-1a, as it is short and the same everywhere: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 * @returns degrees on the colour wheel, 0–359 (360 would be the colour of 0)
 */
export function derivedHue({ key, value }: LabelName): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(key || value)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0) % HUES;
}
