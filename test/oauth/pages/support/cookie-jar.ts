interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** The cookies of one browser for one host, each kept to its path. */
export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();

  /** @param headers `Set-Cookie` headers of a reply to a request for `path` */
  take(headers: readonly string[], path: string): void {
    for (const header of headers) {
      const [pair = '', ...attributes] = header.split(/;\s*/);
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const attribute = (wanted: string): string | undefined =>
        attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const cookie = { name, value, path: attribute('path') ?? path.slice(0, path.lastIndexOf('/')) };
      const expires = attribute('expires');
      const isGone =
        attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
      const key = `${name} ${cookie.path}`;
      if (isGone) this.cookies.delete(key);
      else this.cookies.set(key, cookie);
    }
  }

  /** @returns the `Cookie` header of a request for `path`, longer paths first (RFC 6265, 5.4) */
  headerFor(path: string): string {
    return [...this.cookies.values()]
      .filter((cookie) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')))
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** Forgets the cookies whose name matches. */
  forget(name: RegExp): void {
    for (const [key, cookie] of this.cookies) if (name.test(cookie.name)) this.cookies.delete(key);
  }

  valueOf(name: RegExp): string | undefined {
    return [...this.cookies.values()].find((cookie) => name.test(cookie.name))?.value;
  }
}
