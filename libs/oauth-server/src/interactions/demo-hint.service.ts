import { Inject, Injectable } from '@nestjs/common';
import { UserDirectory } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { DEMO_USERS } from '@app/public-api';
import { html } from '../pages/html';
import type { Html } from '../pages/html';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tells who tries Duvo on their own machine how to get in. Never on a server that others can reach. */
@Injectable()
export class DemoHint {
  constructor(
    private readonly users: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns the hint, where the demo people exist and the server is reached under a loopback name */
  async text(): Promise<Html | undefined> {
    const { publicUrl, demoData, upstream } = this.config;
    if (demoData === 'off' || upstream?.only || !LOOPBACK.has(new URL(publicUrl).hostname)) return undefined;
    const email = DEMO_USERS.find(({ role }) => role === 'owner')?.email ?? '';
    if (!(await this.users.byEmail(email))) return undefined;
    return html`Trying Duvo out? Sign in as <strong>${email}</strong>; the first start of the server printed
      the password of the demo people.`;
  }
}
