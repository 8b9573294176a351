/**
 * The design of Duvo in names: what each colour, size and font is for. Pages here and the dashboard take theirs
 * from this one list. Every text colour stands at 4.5:1 or more against the surfaces it is used on.
 */
export interface DesignTokens {
  /** Colours by role, each for the light and the dark scheme. */
  readonly colors: Readonly<Record<ColorName, readonly [light: string, dark: string]>>;
  readonly fonts: Readonly<Record<'text' | 'code', string>>;
  /** Lengths with their unit. */
  readonly lengths: Readonly<Record<'radius' | 'radius-small' | 'measure', string>>;
}

type ColorName =
  | 'canvas'
  | 'surface'
  | 'sunken'
  | 'ink'
  | 'muted'
  | 'line'
  | 'control-line'
  | 'accent'
  | 'accent-hover'
  | 'on-accent'
  | 'accent-soft'
  | 'focus'
  | 'warning-ink'
  | 'warning-soft'
  | 'warning-line'
  | 'danger-ink'
  | 'danger-soft'
  | 'danger-line';

export const DESIGN_TOKENS: DesignTokens = {
  colors: {
    canvas: ['#f4f2ee', '#121412'],
    surface: ['#ffffff', '#1b1e1c'],
    sunken: ['#f8f7f4', '#232725'],
    ink: ['#1b1e1b', '#edeee9'],
    muted: ['#5b605a', '#a9afa7'],
    line: ['#e2dfd8', '#333935'],
    // 3:1 against its surface, as the edge of a control must have (WCAG 2.2, 1.4.11).
    'control-line': ['#85897f', '#737a73'],
    accent: ['#175c46', '#7fd6b2'],
    'accent-hover': ['#0f4735', '#9be4c6'],
    'on-accent': ['#ffffff', '#0b241a'],
    'accent-soft': ['#e5f1ec', '#1d332a'],
    focus: ['#1d6fd8', '#8ab8ff'],
    'warning-ink': ['#5e3c00', '#f5d78f'],
    'warning-soft': ['#fff5dd', '#2f2611'],
    'warning-line': ['#e3bd68', '#6e5720'],
    'danger-ink': ['#8f1f17', '#ffb3a9'],
    'danger-soft': ['#fdeeec', '#371a17'],
    'danger-line': ['#e3a49d', '#7d3a33'],
  },
  fonts: {
    text: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif",
    code: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  },
  lengths: { radius: '1rem', 'radius-small': '0.5rem', measure: '27.5rem' },
};

/** @returns the tokens as custom properties of the root element, following the scheme that the person chose */
export function tokenStyles({ colors, fonts, lengths }: DesignTokens = DESIGN_TOKENS): string {
  const entries = Object.entries(colors);
  const declare = (scheme: 0 | 1): string =>
    entries.map(([name, pair]) => `--${name}:${pair[scheme]};`).join('');
  const fixed = [
    ...Object.entries(fonts).map(([name, value]) => `--font-${name}:${value};`),
    ...Object.entries(lengths).map(([name, value]) => `--${name}:${value};`),
  ].join('');
  return `:root{color-scheme:light dark;${fixed}${declare(0)}}@media (prefers-color-scheme:dark){:root{${declare(1)}}}`;
}
