import { parseUrl } from '@app/net';

/** What a server answered. Bodies are cut at the client's limit. */
export class Reply {
  constructor(
    readonly method: string,
    readonly url: string,
    readonly status: number,
    /** Name, value, name, value … as they came: a header that is sent twice stands here twice. */
    private readonly rawHeaders: readonly string[],
    readonly body: string,
  ) {}

  /** @returns the values of all lines of this header, in order */
  headerLines(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.rawHeaders.filter(
      (_, index) => index % 2 === 1 && this.rawHeaders[index - 1]?.toLowerCase() === wanted,
    );
  }

  /** @returns the header's lines joined as one value, or undefined */
  header(name: string): string | undefined {
    const lines = this.headerLines(name);
    return lines.length === 0 ? undefined : lines.join(', ');
  }

  /** All headers as one text, to look for what must not be in there. */
  get headerText(): string {
    return this.rawHeaders.join('\n');
  }

  /** Lower case, without parameters; empty if there is none. */
  get mediaType(): string {
    return (this.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  }

  get isHtml(): boolean {
    return this.mediaType === 'text/html' || /^\s*<(!doctype|html)\b/i.test(this.body);
  }

  /** @returns the body as JSON, or undefined if it is none */
  get json(): unknown {
    try {
      return JSON.parse(this.body) as unknown;
    } catch {
      return undefined;
    }
  }

  get isRedirect(): boolean {
    return this.status >= 300 && this.status < 400 && this.header('location') !== undefined;
  }

  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** @returns where a redirect leads, or undefined if it leads nowhere */
  get location(): string | undefined {
    const location = this.header('location');
    if (location === undefined) return undefined;
    return parseUrl(location, this.url)?.href ?? location;
  }

  get forbidsCaching(): boolean {
    return /\bno-store\b/i.test(this.header('cache-control') ?? '');
  }
}
