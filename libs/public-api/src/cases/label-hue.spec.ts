import { derivedHue } from './label-hue';

describe('derivedHue', () => {
  it('is the same for all labels of a key, and always', () => {
    expect(derivedHue({ key: 'vendor', value: 'Globex' })).toBe(derivedHue({ key: 'vendor', value: 'x' }));
    expect(derivedHue({ key: 'a', value: 'x' })).toBe(0xe40c292c % 360);
  });

  it('comes from the value of a plain tag', () => {
    expect(derivedHue({ key: '', value: 'foobar' })).toBe(0xbf9cf968 % 360);
  });

  it('spreads over the wheel', () => {
    const hues = Array.from({ length: 200 }, (_, index) => derivedHue({ key: `key ${index}`, value: 'x' }));
    expect(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 360)).toBe(true);
    for (const quarter of [0, 90, 180, 270]) {
      expect(hues.filter((hue) => hue >= quarter && hue < quarter + 90).length).toBeGreaterThan(20);
    }
  });
});
