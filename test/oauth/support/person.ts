import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Request, Response } from 'express';
import type { Scope } from '@app/auth';
import type { TeamId } from '@app/database';
import { Interactions } from '@app/oauth-server';
import type { Interaction } from '@app/oauth-server';
import type { TestApp } from '../../support/test-app';
import { CookieJar } from './cookie-jar';

/** What a person answers when a host asks. */
export interface Answer {
  readonly userId?: string;
  readonly teamId?: TeamId;
  /** @default what the host asks for */
  readonly scopes?: readonly Scope[];
  readonly deny?: boolean;
}

/**
 * A person with a browser who signs in and answers. They do without the pages, so that what is tested here is the
 * server alone; the pages have tests of their own.
 */
export class Person {
  readonly jar = new CookieJar();
  /** What was asked, in order. */
  readonly asked: Interaction[] = [];

  constructor(
    private readonly t: Pick<TestApp, 'url' | 'get' | 'world'>,
    private readonly answer: Answer = {},
  ) {}

  /** Sends the browser to a URL of the server, once, without following. */
  async open(
    url: string | URL,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<globalThis.Response> {
    const target = new URL(url, this.t.url);
    const reply = await fetch(target, {
      redirect: 'manual',
      headers: { ...headers, accept: 'text/html', cookie: this.jar.for(target.pathname) },
    });
    this.jar.take(reply.headers.getSetCookie());
    return reply;
  }

  /**
   * Follows a host's request to its end.
   * @returns where the browser is sent in the end: the host's redirect URI with its answer
   * @throws Error with status and text if the way ends on a page
   */
  async go(url: string | URL): Promise<URL> {
    let target = new URL(url, this.t.url);
    for (let step = 0; step < 10; step += 1) {
      if (target.origin !== new URL(this.t.url).origin || !target.pathname.startsWith('/oauth/'))
        return target;
      if (target.pathname.startsWith('/oauth/interaction/')) {
        target = new URL(await this.respond(target), this.t.url);
        continue;
      }
      const reply = await this.open(target);
      const location = reply.headers.get('location');
      if (!location)
        throw new Error(`ended at ${target.pathname} with ${reply.status}: ${pageText(await reply.text())}`);
      target = new URL(location, this.t.url);
    }
    throw new Error('there is no end to the redirects');
  }

  /** Answers one interaction. @returns URL at which the server goes on */
  async respond(page: URL): Promise<string> {
    const interactions = this.t.get(Interactions);
    const { acme } = this.t.world;
    const { userId = acme.userIds.owner, teamId = acme.teamId } = this.answer;
    const [request, response] = this.visit(page);
    const interaction = await interactions.of(request, response);
    this.asked.push(interaction);
    if (interaction.prompt === 'login') {
      return interactions.finishSignIn(request, response, { userId, amr: ['pwd'] });
    }
    if (this.answer.deny) return interactions.deny(request, response);
    const scopes = this.answer.scopes ?? interaction.scopes;
    return interactions.approve(request, response, { userId, teamId, scopes });
  }

  /** A request of this browser for a page, as a controller would get it. */
  visit(page: URL): [Request, Response] {
    const request = new IncomingMessage(new Socket());
    request.method = 'GET';
    request.url = page.pathname;
    request.headers = {
      host: page.host,
      cookie: this.jar.for(page.pathname),
      'x-forwarded-proto': page.protocol.slice(0, -1),
    };
    Object.assign(request, { originalUrl: page.pathname });
    return [request as Request, new ServerResponse(request) as Response];
  }
}

/** What a page says, in one line. */
export const pageText = (html: string): string =>
  html
    .replace(/<(style|head)[\s>].*?<\/\1>|<[^>]*>/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim();
