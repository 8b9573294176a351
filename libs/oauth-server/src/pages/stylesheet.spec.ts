import { createHash } from 'node:crypto';
import { DESIGN_TOKENS } from './design-tokens';
import { errorPage } from './error.page';
import { PAGE_HEADERS } from './page-headers';

/** Contrast of two colours of the form #rrggbb (WCAG 2.2, relative luminance). */
function contrast(first: string, second: string): number {
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high = 0, low = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const { colors } = DESIGN_TOKENS;
type Color = keyof typeof colors;

const TEXT_ON: readonly (readonly [Color, Color])[] = [
  ['ink', 'canvas'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['ink', 'accent-soft'],
  ['muted', 'canvas'],
  ['muted', 'surface'],
  ['muted', 'sunken'],
  ['muted', 'accent-soft'],
  ['accent', 'surface'],
  ['accent-hover', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['warning-ink', 'warning-soft'],
  ['danger-ink', 'danger-soft'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('design tokens, %s', (_scheme, index) => {
  it.each(TEXT_ON)('%s on %s can be read (4.5:1)', (text, ground) => {
    expect(contrast(colors[text][index], colors[ground][index])).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['control-line', 'surface'],
    ['focus', 'surface'],
    ['focus', 'canvas'],
    ['danger-ink', 'surface'],
  ] as const)('%s on %s can be seen (3:1)', (edge, ground) => {
    expect(contrast(colors[edge][index], colors[ground][index])).toBeGreaterThanOrEqual(3);
  });
});

describe('PAGE_HEADERS', () => {
  it('admit the style element that pages carry, byte for byte', () => {
    const markup = errorPage({ title: 't', message: 'm', requestId: 'r' }).toString();
    const styles = /<style>([^]*?)<\/style>/.exec(markup)?.[1] ?? '';
    const hash = createHash('sha256').update(styles).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
  });
});
