import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Requests for access that a browser may have open; a host asks anew for each that nobody answered. */
const MOST_OPEN = 10;
/** Longer than any request for access lives, in seconds. */
const FLOW_SECONDS = 3600;

/**
 * Says that a request for access began in this browser. The library's own cookies of a request are limited to its
 * path, so another host of the domain may plant those of its own request, and collect what the person approves.
 * This one bears the prefix with which a browser takes it from us alone; that it is there is all it says
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix).
 */
export class FlowCookie {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(publicUrl: string) {
    const isSecure = publicUrl.startsWith('https:');
    this.prefix = isSecure ? '__Host-duvo_flow' : 'duvo_flow';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** @returns the `Set-Cookie` that ties a request to the browser that gets it */
  set(uid: string): string {
    return `${this.nameOf(uid)}=1; ${this.attributes}; Max-Age=${FLOW_SECONDS}`;
  }

  /** @returns the `Set-Cookie` that takes it back */
  clear(uid: string): string {
    return this.cleared(this.nameOf(uid));
  }

  /** @returns the `Set-Cookie`s that take back the oldest, so that one more stays within what a browser may have open */
  makeRoom({ headers: { cookie = '' } }: IncomingMessage): string[] {
    // Browsers send the older of cookies for one path first (https://www.rfc-editor.org/rfc/rfc6265#section-5.4).
    const names = cookie.split(';').map((pair) => pair.trim().split('=')[0] ?? '');
    const isOpen = new RegExp(`^${this.prefix}_[0-9a-f]{16}$`);
    const open = names.filter((name) => isOpen.test(name));
    return open.slice(0, Math.max(0, open.length - MOST_OPEN + 1)).map((name) => this.cleared(name));
  }

  /** Whether the request for access began in the browser that sends this. */
  isIn({ headers: { cookie = '' } }: IncomingMessage, uid: string): boolean {
    const name = this.nameOf(uid);
    return cookie.split(';').some((pair) => pair.trim() === `${name}=1`);
  }

  private cleared(name: string): string {
    return `${name}=; ${this.attributes}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  }

  /** Several may be open in a browser at once, and names are no place for a secret. */
  private nameOf(uid: string): string {
    return `${this.prefix}_${createHash('sha256').update(uid).digest('hex').slice(0, 16)}`;
  }
}
