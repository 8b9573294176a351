import { Passwords } from '@app/auth';
import type { TestApp } from '../../../support/test-app';
import type { Page, PlainBrowser } from './plain-browser';

export const PASSWORD = 'correct horse battery staple';
export const OWNER = 'owner@acme.test';

/** Signs in on a page that asks for it. @returns where that leads */
export function signIn(browser: PlainBrowser, page: Page, email = OWNER, password = PASSWORD): Promise<Page> {
  return browser.submitAndFollow(page, '/sign-in', { email, password, action: 'sign_in' });
}

/** Gives a person a password. */
export async function setPassword(app: TestApp, userId: string, password: string): Promise<void> {
  await app.get(Passwords).set(userId, password);
}
