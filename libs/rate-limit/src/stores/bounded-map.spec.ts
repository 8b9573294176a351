import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BoundedMap } from './bounded-map';

describe('BoundedMap', () => {
  it('gives back a value until it expires', () => {
    const map = new BoundedMap<string>(10);
    map.set('key', 'value', 100, 0);
    expect(map.get('key', 99)).toBe('value');
    expect(map.get('key', 100)).toBeUndefined();
  });

  it('never holds more than its capacity and drops what was written longest ago', () => {
    const map = new BoundedMap<number>(3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) map.set(key, 1, 100, 0);
    expect(map.size).toBe(3);
    expect(['a', 'b', 'c', 'd'].filter((key) => map.get(key, 0))).toEqual(['a', 'c', 'd']);
  });

  it('shrinks to what is alive while new keys come', () => {
    const map = new BoundedMap<number>(100_000);
    for (let key = 0; key < 50_000; key += 1) map.set(`old ${key}`, 1, 1000, 0);
    for (let key = 0; key < 40_000; key += 1) map.set(`new ${key}`, 1, 9000, 2000);
    expect(map.size).toBeLessThan(50_000);
    for (let key = 0; key < 40_000; key += 1) map.set(`newer ${key}`, 1, 9000, 2000);
    expect(map.size).toBe(80_000);
  });

  it('does not grow when a key is written again', () => {
    const map = new BoundedMap<number>(10);
    for (let round = 0; round < 100; round += 1) map.set('key', round, 100, 0);
    expect(map.size).toBe(1);
    expect(map.get('key', 0)).toBe(99);
  });

  it('does not grow when the same few keys are written again and again', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const map = new BoundedMap<object>(100);
    const writeMany = (): number => {
      for (let index = 0; index < 100_000; index += 1) map.set(`key ${index % 3}`, { index }, 1e9, 0);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = writeMany();
    expect(writeMany() - before).toBeLessThan(2_000_000);
  });
});
