const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g;

/**
 * Makes what two applications produced comparable: ids that one of them drew, and times, give way to
 * placeholders. Ids that both were seeded with stay.
 */
export class Unseeded {
  private readonly names = new Map<string, string>();

  constructor(private readonly seeded: ReadonlySet<string>) {}

  /** Names new ids by the order in which the caller saw them; equal behaviour gives equal names. */
  inReply<T>(value: T, call: string): T {
    let count = 0;
    return this.rewrite(value, (id) => {
      const known = this.names.get(id);
      if (known) return known;
      count += 1;
      const name = `<id ${count} of ${call}>`;
      this.names.set(id, name);
      return name;
    });
  }

  /** Ids that no reply ever showed are all alike. */
  inDatabase<T>(value: T): T {
    return this.rewrite(value, (id) => this.names.get(id) ?? '<id>');
  }

  private rewrite<T>(value: T, nameOf: (id: string) => string): T {
    const text = JSON.stringify(value)
      .replaceAll(UUID, (id) => (this.seeded.has(id.toLowerCase()) ? id : nameOf(id)))
      .replaceAll(TIME, '<time>');
    return JSON.parse(text) as T;
  }
}

/** All ids in a value. */
export function uuidsIn(value: unknown): Set<string> {
  return new Set((JSON.stringify(value).match(UUID) ?? []).map((id) => id.toLowerCase()));
}
