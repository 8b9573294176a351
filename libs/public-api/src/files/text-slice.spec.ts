import fc from 'fast-check';
import { cutText, textWindow } from './text-slice';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

function read(file: Buffer, offset: number, maxBytes: number): { slice: Buffer; end: number } {
  const window = textWindow(file.length, offset, maxBytes);
  expect(window.offset + window.length).toBeLessThanOrEqual(file.length);
  return cutText(file.subarray(window.offset, window.offset + window.length), window, offset, maxBytes);
}

describe('slices of a text', () => {
  it('put together give the whole text, whatever max_bytes is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, maxBytes) => {
        const file = Buffer.from(text);
        let content = '';
        for (let offset = 0; offset < file.length;) {
          const { slice, end } = read(file, offset, maxBytes);
          expect(end).toBe(offset + slice.length);
          expect(end).toBeGreaterThan(offset);
          content += slice.toString('utf8');
          offset = end;
        }
        expect(content).toBe(text);
      }),
    );
  });

  it('keep to max_bytes but for a single character that is longer', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.integer({ min: 1, max: 80 }), (text, anywhere, maxBytes) => {
        const file = Buffer.from(text);
        if (file.length === 0) return;
        const { slice } = read(file, anywhere % file.length, maxBytes);
        const content = slice.toString('utf8');
        expect(text).toContain(content);
        expect(slice.length <= maxBytes || Array.from(content).length === 1).toBe(true);
      }),
    );
  });

  it('take as much as fits', () => {
    expect(read(Buffer.from('aé😀'), 0, 3).slice.toString()).toBe('aé');
    expect(read(Buffer.from('aé😀'), 0, 6).slice.toString()).toBe('aé');
    expect(read(Buffer.from('aé😀'), 0, 7).slice.toString()).toBe('aé😀');
  });

  it('begin at the start of the character that the offset lies in', () => {
    const file = Buffer.from('a😀b');
    for (const offset of [1, 2, 3, 4]) {
      expect(read(file, offset, 5)).toEqual({ slice: Buffer.from('😀b'), end: 6 });
    }
  });

  it('hold one whole character even if max_bytes is less', () => {
    expect(read(Buffer.from('😀b'), 0, 1)).toEqual({ slice: Buffer.from('😀'), end: 4 });
    expect(read(Buffer.from('😀b'), 3, 1)).toEqual({ slice: Buffer.from('😀'), end: 4 });
  });
});
