import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@app/auth';
import { challengeOf } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

/** Builds the challenge of a 403 for want of scope. */
@Injectable()
export class ScopeChallenge {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * All scopes of the operation in one challenge, read named beside write: a host that replaces its scopes by
   * those of the challenge then loses nothing.
   * https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#scope-challenge-handling
   */
  insufficientScope(needed: Scope): string {
    const scope = needed === 'mcp:write' ? 'mcp:read mcp:write' : needed;
    return challengeOf(this.config.publicUrl, { error: 'insufficient_scope', scope });
  }
}
