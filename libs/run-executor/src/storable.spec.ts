import { storable } from './storable';

describe('storable', () => {
  it('replaces what the database cannot store, in strings and keys at any depth', () => {
    expect(storable({ 'a\0': ['b\ud800c', { d: '\udfff' }] })).toEqual({
      'a\ufffd': ['b\ufffdc', { d: '\ufffd' }],
    });
  });

  it('leaves everything else as it is', () => {
    const bytes = Buffer.from([0, 255]);
    const until = new Date(0);
    const value = { text: 'é 😀 \n', n: 0, none: null, bytes, until, ['__proto__']: 1 };
    expect(storable(value)).toEqual(value);
    expect(storable(value).bytes).toBe(bytes);
    expect(Object.keys(storable(value))).toContain('__proto__');
  });
});
