import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  API_KEY_PREFIX,
  API_KEY_SCANNER_PATTERN,
  generateApiKey,
  hashApiKey,
  isApiKey,
  visiblePartsOf,
} from './api-key-format';
import { randomBase62 } from './base62';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const anyKey = fc
  .infiniteStream(fc.integer({ min: 0, max: 255 }))
  .map((bytes) =>
    generateApiKey((size) => Uint8Array.from({ length: size }, () => bytes.next().value as number)),
  );

describe('generateApiKey', () => {
  it('gives 46 characters that the scanner pattern finds and isApiKey accepts', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(key).toHaveLength(46);
        expect(new RegExp(API_KEY_SCANNER_PATTERN).exec(`token=${key}, next`)?.[0]).toBe(key);
        expect(isApiKey(key)).toBe(true);
      }),
    );
  });

  it('never gives the same key twice', () => {
    const keys = new Set(Array.from({ length: 2_000 }, () => generateApiKey(randomBytes)));
    expect(keys.size).toBe(2_000);
  });

  it('takes its checksum from everything before it', () => {
    const key = generateApiKey((size) => new Uint8Array(size));
    expect(key).toBe(`${API_KEY_PREFIX}${'0'.repeat(30)}0IKzif`);
  });
});

describe('randomBase62', () => {
  it('throws bytes away that would favour some characters', () => {
    const bytes = [255, 248, 247, 0, 61];
    expect(randomBase62(3, (size) => Uint8Array.from(bytes.splice(0, size)))).toBe('z0z');
  });

  it('makes every character equally likely', () => {
    const counts = new Map<string, number>();
    for (const character of randomBase62(62_000, randomBytes)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join('')).toBe(ALPHABET);
    // 1000 expected each; seven standard deviations to either side.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(222);
  });
});

describe('isApiKey', () => {
  it('refuses a key with any one character after the prefix changed', () => {
    fc.assert(
      fc.property(
        anyKey,
        fc.integer({ min: API_KEY_PREFIX.length, max: 45 }),
        fc.constantFrom(...ALPHABET),
        (key, position, character) => {
          fc.pre(key[position] !== character);
          expect(isApiKey(key.slice(0, position) + character + key.slice(position + 1))).toBe(false);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('refuses what is shorter, longer, of another environment or padded', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(isApiKey(key.slice(0, -1))).toBe(false);
        expect(isApiKey(`${key}0`)).toBe(false);
        expect(isApiKey(key.replace('live', 'test'))).toBe(false);
        expect(isApiKey(` ${key}`)).toBe(false);
        expect(isApiKey(`${key}\n`)).toBe(false);
      }),
    );
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isApiKey(text)).toBe(false);
        expect(isApiKey(API_KEY_PREFIX + text)).toBe(false);
      }),
    );
  });
});

describe('visiblePartsOf', () => {
  it('shows twelve characters of a key and no more', () => {
    const key = generateApiKey(randomBytes);
    expect(visiblePartsOf(key)).toEqual({ prefix: key.slice(10, 18), last4: key.slice(42) });
  });
});

describe('hashApiKey', () => {
  it('is hex SHA-256', () => {
    expect(hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
