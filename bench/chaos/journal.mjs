/** Everything that was asked and what came of it, by phase. Times are readings of `Date.now()`. */
export class Journal {
  #phase = 'warm-up';
  records = [];
  /** Attempts to write, acknowledged or not: `{ kind, name, phase, teamId, id? }`. */
  writes = [];

  enter(phase) {
    this.#phase = phase;
  }

  get phase() {
    return this.#phase;
  }

  /** @param record `{ operation, phase, startedAt, endedAt, outcome, reason?, servedBy?, isLimited? }` */
  add(record) {
    this.records.push(record);
  }

  of(phase) {
    return this.records.filter((record) => record.phase === phase);
  }
}
