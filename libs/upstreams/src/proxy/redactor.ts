/**
 * Takes a credential out of what passes: some servers repeat what they were sent. Each place keeps its length, so
 * that nothing else about the message changes.
 */
export class Redactor {
  private readonly secrets: readonly Buffer[];
  private readonly longest: number;
  /** End of the last part, in which a secret may begin. */
  private held: Buffer = Buffer.alloc(0);

  constructor(secrets: readonly string[]) {
    this.secrets = secrets.map((secret) => Buffer.from(secret, 'latin1'));
    this.longest = Math.max(0, ...this.secrets.map(({ length }) => length));
  }

  /** @returns what can go on; the rest follows with the next part or at the end */
  next(part: Buffer): Buffer {
    if (this.longest === 0) return part;
    const all = this.held.length === 0 ? Buffer.from(part) : Buffer.concat([this.held, part]);
    this.erase(all);
    const keep = Math.min(all.length, this.longest - 1);
    this.held = all.subarray(all.length - keep);
    return all.subarray(0, all.length - keep);
  }

  end(): Buffer {
    const rest = this.held;
    this.held = Buffer.alloc(0);
    return rest;
  }

  /** @returns a text without them */
  text(value: string): string {
    const bytes = Buffer.from(value, 'latin1');
    this.erase(bytes);
    return bytes.toString('latin1');
  }

  /** Changes the bytes given. */
  erase(bytes: Buffer): void {
    for (const secret of this.secrets) {
      for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + secret.length)) {
        bytes.fill('*', at, at + secret.length);
      }
    }
  }
}
