import { CookieJar } from './cookie-jar';

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

const MAX_HOPS = 10;

/** A browser without script and without a picture: cookies, redirects within the server, forms. */
export class PlainBrowser {
  readonly jar = new CookieJar();

  constructor(readonly origin: string) {}

  /** One request; a redirect is not followed. */
  async request(target: string | URL, init: RequestInit = {}): Promise<Page> {
    const url = new URL(target, this.origin);
    const headers = new Headers(init.headers);
    const cookies = this.jar.headerFor(url.pathname);
    if (cookies !== '') headers.set('cookie', cookies);
    const reply = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.jar.take(reply.headers.getSetCookie(), url.pathname);
    return { url, status: reply.status, headers: reply.headers, body: await reply.text() };
  }

  /** Opens an address and follows redirects as long as they stay with the server. */
  async open(target: string | URL, headers: Record<string, string> = {}): Promise<Page> {
    let page = await this.request(target, { headers });
    for (let hop = 0; hop < MAX_HOPS && isRedirect(page); hop += 1) {
      const next = new URL(page.headers.get('location') ?? '', page.url);
      if (next.origin !== this.origin) return page;
      page = await this.request(next, { headers });
    }
    return page;
  }

  /** Sends the form of a page whose action ends as given: its hidden fields, and the ones given here. */
  async submit(
    page: Page,
    action: string,
    fields: Fields,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const form = formOf(page.body, action);
    const body = new URLSearchParams(form.hidden);
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const one of [value].flat()) if (one !== undefined) body.append(name, one);
    }
    return this.request(form.action, {
      method: 'POST',
      body,
      headers: { origin: this.origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** As {@link submit}, and follows what comes. */
  async submitAndFollow(page: Page, action: string, fields: Fields): Promise<Page> {
    const reply = await this.submit(page, action, fields);
    const location = reply.headers.get('location');
    return location === null ? reply : this.open(location);
  }
}

const isRedirect = ({ status }: Page): boolean => status >= 300 && status < 400;

interface Form {
  readonly action: string;
  readonly hidden: [string, string][];
}

function formOf(markup: string, action: string): Form {
  for (const [, attributes = '', content = ''] of markup.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)) {
    const target = attributeOf(attributes, 'action');
    if (!target.endsWith(action)) continue;
    const hidden = [...content.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(
      ([input]): [string, string] => [attributeOf(input, 'name'), attributeOf(input, 'value')],
    );
    return { action: target, hidden };
  }
  throw new Error(`No form goes to ${action} on this page: ${textOf(markup)}`);
}

function attributeOf(markup: string, name: string): string {
  return unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(markup)?.[1] ?? '');
}

/** @returns the words of a page, in one line */
export function textOf(markup: string): string {
  const words = markup
    .replace(/<(style|title)>[^]*?<\/\1>/g, '')
    .replace(/<\/?(strong|bdi|code)>/g, '')
    .replace(/<[^>]*>/g, ' ');
  return unescape(words).replace(/\s+/g, ' ').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
};

const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (entity) => ENTITIES[entity] ?? '');

/** @returns where the page goes on by itself */
export function goesOnTo(page: Page): string {
  const [, url] = /http-equiv="refresh" content="0; url=([^"]*)"/.exec(page.body) ?? [];
  if (url === undefined) throw new Error(`The page stays: ${textOf(page.body)}`);
  return unescape(url);
}
