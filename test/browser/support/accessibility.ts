import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

// Read instead of imported: it wants a document as soon as it is loaded.
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Runs the checks of axe on a page. @returns the violations, each with the elements it is about */
export async function violationsOf(page: Page): Promise<string[]> {
  // Given to the debugger instead of the page, whose policy admits no script.
  await page.evaluate(source);
  const results = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return results.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}
