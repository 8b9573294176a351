/** When replicas counted limits on their own, from what they say in their logs. */
export class Degradation {
  #lostSince = new Map();
  #intervals = [];

  constructor(replicas) {
    for (const replica of replicas) {
      replica.onLine((line) => {
        if (/^Redis is lost/.test(line.msg)) this.#begin(replica.name, Date.parse(line.time));
        if (/^Redis is back/.test(line.msg)) this.#end(replica.name, Date.parse(line.time));
      });
    }
  }

  /** Whoever died while it counted on its own counts no more. */
  ended(name) {
    this.#end(name, Date.now());
  }

  #begin(name, from) {
    if (!this.#lostSince.has(name)) this.#lostSince.set(name, from);
  }

  #end(name, to) {
    const from = this.#lostSince.get(name);
    this.#lostSince.delete(name);
    if (from !== undefined) this.#intervals.push({ from, to });
  }

  /** @returns intervals `{ from, to }` in which at least one replica was on its own, in order, none overlapping */
  intervals() {
    const open = [...this.#lostSince.values()].map((from) => ({ from, to: Infinity }));
    const merged = [];
    for (const { from, to } of [...this.#intervals, ...open].sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last && from <= last.to) last.to = Math.max(last.to, to);
      else merged.push({ from, to });
    }
    return merged;
  }
}
