interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/**
 * A map that forgets: what has expired, and beyond `capacity` what was written longest ago. Expired entries are
 * swept two per new key and one per known one, so that there is no timer and no pause, and the map shrinks to what is alive.
 */
export class BoundedMap<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private sweep = this.entries.entries();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string, now: number): V | undefined {
    const entry = this.entries.get(key);
    return entry && entry.expiresAt > now ? entry.value : undefined;
  }

  set(key: string, value: V, expiresAt: number, now: number): void {
    // Deleted first so that the order of the map is the order of writing.
    const isNew = !this.entries.delete(key);
    this.entries.set(key, { value, expiresAt });
    // Each write moves the sweep on, also one of a known key: writing reorders the map, and an iterator that
    // stands still keeps every table the map has had since alive.
    this.sweepNext(now);
    if (!isNew) return;
    this.sweepNext(now);
    if (this.entries.size > this.capacity) this.dropOldest();
  }

  clear(): void {
    this.entries.clear();
  }

  private sweepNext(now: number): void {
    const next = this.sweep.next();
    if (next.done) {
      this.sweep = this.entries.entries();
      return;
    }
    const [key, entry] = next.value;
    if (entry.expiresAt <= now) this.entries.delete(key);
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }
}
