import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { ensureProgram } from '../../support/programs.cjs';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Chromium {
  /** A person's browser: fresh cookies, nothing remembered. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** The Chromium of the system, without a window, with a profile of its own that is thrown away. */
export async function startChromium(): Promise<Chromium> {
  const executablePath = process.env.CHROMIUM ?? ensureProgram('chromium');
  const profile = await mkdtemp(join(tmpdir(), 'duvo-chromium-'));
  const browser = await chromium.launch({ executablePath, args: QUIET, env: { HOME: profile } });
  const contexts: BrowserContext[] = [];
  return {
    newPage: async (options) => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
      contexts.push(context);
      return context.newPage();
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
