import { parseUrl } from '@app/net';
import { DoctorUsageError } from './doctor-usage.error';
import type { Reach } from './http/address-guard';

/** The MCP endpoint in question. */
export class Target {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path without a trailing slash; empty for an endpoint at the root. */
  readonly path: string;
  /** Identifier that hosts derive from the URL: without query and fragment. */
  readonly resource: string;

  private constructor(
    /** What is asked, query included. */
    readonly endpoint: string,
    url: URL,
    readonly reach: Reach,
  ) {
    this.origin = url.origin;
    this.path = url.pathname.replace(/\/$/, '');
    this.resource = `${url.origin}${url.pathname}`;
  }

  /** @throws DoctorUsageError for anything but an http or https URL without a user name */
  static parse(text: string): URL {
    const url = parseUrl(text);
    if (!url) {
      throw new DoctorUsageError(
        `"${text}" is not a URL; give the MCP endpoint, e.g. https://api.example.com/v1/mcp.`,
      );
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new DoctorUsageError(`The URL must begin with https:// or http://, not ${url.protocol}.`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new DoctorUsageError('The URL holds a user name or password; give the credential by --token.');
    }
    url.hash = '';
    return url;
  }

  static of(url: URL, reach: Reach): Target {
    return new Target(url.href, url, reach);
  }

  /** @returns the URL of a well-known document of the endpoint (RFC 9728, 3.1: inserted before the path) */
  wellKnown(name: string, path = this.path): string {
    return `${this.origin}/.well-known/${name}${path}`;
  }

  /** For the report: a query may hold what is nobody's business. */
  get shown(): string {
    return this.endpoint.includes('?') ? `${this.resource}?…` : this.resource;
  }
}
