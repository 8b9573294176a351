/**
 * Takes a credential out of what passes: some servers repeat what they were sent. Each place keeps its length, so
 * that nothing else about the message changes.
 */
export class Redactor {
  private readonly bytes: readonly Buffer[];
  private readonly longest: number;
  /** End of the last part, in which a secret may begin. */
  private held: Buffer = Buffer.alloc(0);

  constructor(private readonly secrets: readonly string[]) {
    this.bytes = secrets.map((secret) => Buffer.from(secret, 'latin1'));
    this.longest = Math.max(0, ...secrets.map(({ length }) => length));
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

  /** @returns a text of a header without them */
  text(value: string): string {
    return this.secrets.reduce((text, secret) => text.replaceAll(secret, '*'.repeat(secret.length)), value);
  }

  /** Changes the bytes given. */
  erase(bytes: Buffer): void {
    for (const secret of this.bytes) {
      for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + secret.length)) {
        bytes.fill('*', at, at + secret.length);
      }
    }
  }
}
