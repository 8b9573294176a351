import { MIB } from '@app/permissions';

/** Most that bodies on their way may take in one process, in bytes. */
const PROCESS_LIMIT = 256 * MIB;

/** Most of it for one credential: ten files of the largest size at a time, and room for others beside. */
const CREDENTIAL_LIMIT = 160 * MIB;

/**
 * Bounds the memory of large bodies. They are read before limits and permissions are looked at, because a tool call
 * is known only by its body, so a single caller could fill the memory with bodies whose last byte never comes.
 */
export class BodyBudget {
  private total = 0;
  private readonly perCredential = new Map<string, number>();

  /** @returns what gives the room back, once; nothing if there is none */
  take(credentialId: string, bytes: number): (() => void) | undefined {
    const own = this.perCredential.get(credentialId) ?? 0;
    if (this.total + bytes > PROCESS_LIMIT || own + bytes > CREDENTIAL_LIMIT) return undefined;
    this.change(credentialId, bytes);
    let taken = true;
    return () => {
      if (taken) this.change(credentialId, -bytes);
      taken = false;
    };
  }

  private change(credentialId: string, bytes: number): void {
    this.total += bytes;
    const own = (this.perCredential.get(credentialId) ?? 0) + bytes;
    if (own > 0) this.perCredential.set(credentialId, own);
    else this.perCredential.delete(credentialId);
  }
}
