import { createTheme } from '@mantine/core';

/** Mantine in the design of the sign-in pages; colours come from the tokens, in styles.css. */
export const theme = createTheme({
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-code)',
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
});
