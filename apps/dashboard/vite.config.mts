import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { DESIGN_TOKENS } from '../../libs/oauth-server/src/pages/design-tokens';

const TOKENS = 'virtual:tokens.css';

/** The colours of the sign-in pages, which follow the scheme that the document has, chosen or the system's. */
function designTokens(): Plugin {
  const { colors, fonts } = DESIGN_TOKENS;
  const lines = [
    ...Object.entries(colors).map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark});`),
    ...Object.entries(fonts).map(([name, value]) => `--font-${name}:${value};`),
  ];
  return {
    name: 'design-tokens',
    resolveId: (id) => (id === TOKENS ? `\0${TOKENS}` : undefined),
    load: (id) => (id === `\0${TOKENS}` ? `:root{color-scheme:light dark;${lines.join('')}}` : undefined),
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [designTokens()],
  // Filled in for each reply by the server: the styles that components make on the way carry it.
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/apps/dashboard'),
    emptyOutDir: true,
    target: 'es2023',
    // A module that is inlined as data would need a policy that admits data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/v1': 'http://127.0.0.1:3000' } },
});
