import { isUtf8 } from 'node:buffer';
import { demoPdf } from './demo-pdf';

describe('demoPdf', () => {
  const pdf = Buffer.from(demoPdf('Total 10 EUR'));

  it('is binary', () => {
    expect(isUtf8(pdf)).toBe(false);
  });

  it('says where each of its objects begins', () => {
    const text = pdf.toString('latin1');
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets).toHaveLength(5);
    offsets.forEach((offset, index) => {
      expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`));
    });
    expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]))).toMatch(/^xref/);
  });
});
