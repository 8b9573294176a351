interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** The cookies of one browser, as far as paths go: enough to tell one request for access from another. */
export class CookieJar {
  private cookies: Cookie[] = [];

  take(headers: readonly string[]): void {
    for (const header of headers) {
      const [pair = '', ...attributes] = header.split(/; */);
      const [name = '', ...value] = pair.split('=');
      const path = /^path=(.*)$/i.exec(attributes.find((text) => /^path=/i.test(text)) ?? '')?.[1] ?? '/';
      this.cookies = this.cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
      if (!/expires=Thu, 01 Jan 1970/i.test(header))
        this.cookies.push({ name, value: value.join('='), path });
    }
  }

  /** @returns the header for a path */
  for(path: string): string {
    return this.cookies
      .filter((cookie) => cookie.path === '/' || path === cookie.path || path.startsWith(`${cookie.path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  clear(): void {
    this.cookies = [];
  }
}
