import type { Outcome } from '../outcome';
import type { Session } from '../session';

export const TOPICS = {
  reach: 'Reach the server',
  challenge: 'Refusal without a credential',
  resource: 'Metadata of the resource (RFC 9728)',
  issuer: 'Metadata of the authorization server (RFC 8414)',
  cors: 'Web pages (CORS)',
  registration: 'Registration of a host (RFC 7591)',
  authorize: 'Way to the sign-in page',
  token: 'Token endpoint',
  safety: 'Safety',
  mcp: 'MCP handshake',
  tools: 'Tools',
} as const;

export type Topic = keyof typeof TOPICS;

/** One rule a server should keep. */
export interface Check {
  /** Stable: people and CI name it. */
  readonly id: string;
  readonly topic: Topic;
  /** The rule, as a short statement that is true of a good server. */
  readonly title: string;
  /** What goes over the wire. */
  readonly sends: string;
  /** @throws NotTried, NoAnswer or SlowDown where it cannot judge */
  run(session: Session): Promise<Outcome>;
}
