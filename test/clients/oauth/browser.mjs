// A person at a browser, as far as plain forms go: cookies, redirects, sign-in, consent.

/** A page takes at most so many steps to reach the client. */
const MAX_STEPS = 15;

/** One browser profile at the server: its cookies stay from one visit to the next. */
export class Browser {
  #cookies = new Map();
  #origin;
  #person;

  /** @param person `{ email, password }` */
  constructor(origin, person) {
    this.#origin = origin;
    this.#person = person;
  }

  /**
   * Opens an authorize URL, signs in where it is asked to, and approves.
   * @returns the URL at the client to which the server sent the browser; it is not fetched
   */
  async approve(authorizeUrl) {
    let next = { url: new URL(authorizeUrl), method: 'GET' };
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (next.url.origin !== this.#origin) return next.url;
      next = await this.#step(next);
    }
    throw new Error(`The client was not reached in ${MAX_STEPS} steps; the last was ${next.url}.`);
  }

  async #step({ url, method, body }) {
    const response = await fetch(url, {
      method,
      body,
      redirect: 'manual',
      headers: { cookie: this.#cookieHeader(), ...(method === 'POST' && { origin: this.#origin }) },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get('location');
    if (location) return { url: new URL(location, url), method: 'GET' };
    const page = await response.text();
    const refresh = /<meta[^>]+http-equiv="refresh"[^>]+content="\d+;\s*url=([^"]+)"/i.exec(page)?.[1];
    if (refresh) return { url: new URL(unescapeHtml(refresh), url), method: 'GET' };
    if (response.status !== 200)
      throw new Error(`${method} ${url} answered ${response.status}:\n${textOf(page)}`);
    return this.#fillIn(page, url);
  }

  /** Submits the page's form for signing in or for consent. */
  #fillIn(page, url) {
    const forms = [...page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag, content]) => ({
      action: attribute(tag, 'action'),
      inputs: [...content.matchAll(/<(?:input|button)\b([^>]*)>/gi)].map(([, input]) => input),
    }));
    const has = (type) => (input) => attribute(input, 'type') === type;
    const form =
      forms.find(({ inputs }) => inputs.some(has('password'))) ??
      forms.find(({ inputs }) => inputs.some((input) => attribute(input, 'value') === 'approve'));
    if (!form) throw new Error(`No form to fill in at ${url}:\n${textOf(page)}`);
    const body = new URLSearchParams();
    for (const input of form.inputs) {
      const [type, name, value] = ['type', 'name', 'value'].map((key) => attribute(input, key));
      if (!name) continue;
      if (type === 'password') body.set(name, this.#person.password);
      else if (type === 'email' || name === 'email') body.set(name, this.#person.email);
      else if (type === 'hidden') body.set(name, value ?? '');
      else if (['radio', 'checkbox'].includes(type) && /\bchecked\b/.test(input))
        body.append(name, value ?? 'on');
      else if (type === 'submit' && value === 'approve') body.set(name, value);
    }
    return { url: new URL(form.action ?? '', url), method: 'POST', body };
  }

  #keep(line) {
    const [pair, ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf('=');
    const isGone = attributes.some(
      (text) => /^max-age=0$/i.test(text) || /^expires=Thu, 01 Jan 1970/i.test(text),
    );
    if (isGone) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  #cookieHeader() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function attribute(tag, name) {
  const found = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return found === undefined ? undefined : unescapeHtml(found);
}

function unescapeHtml(text) {
  const names = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replaceAll(/&(#x?[0-9a-f]+|\w+);/gi, (entity, name) => {
    if (!name.startsWith('#')) return names[name] ?? entity;
    return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

const textOf = (page) =>
  page
    .replaceAll(/<style.*?<\/style>|<[^>]+>/gs, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 500);
