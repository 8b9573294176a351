import type { TeamId } from '@app/database';

/** A signed-in browser. */
export interface BrowserSession {
  readonly id: string;
  /** Hex SHA-256 of what the cookie carries. */
  readonly hash: string;
  readonly userId: string;
  /** The team in which the session acts; null while its user is in none. */
  readonly teamId: TeamId | null;
  /** How the person proved who they are, https://www.rfc-editor.org/rfc/rfc8176 */
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly expiresAt: Date;
}
