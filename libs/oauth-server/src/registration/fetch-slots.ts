import { FetchAway } from './fetch-away';

/** Fetches of a process at a time, in all and from one host. Each may take as long as its caller waits. */
const MAX_FETCHES = 32;
const MAX_PER_HOST = 4;

/** Bounds how many fetches run at a time, so that slow hosts take neither all sockets nor the place of others. */
export class FetchSlots {
  private readonly taken = new Map<string, number>();
  private total = 0;

  /**
   * @returns what gives the place back
   * @throws FetchAway if there is none: in a queue everybody would wait for the slow ones
   */
  take(host: string): () => void {
    const taken = this.taken.get(host) ?? 0;
    if (this.total >= MAX_FETCHES || taken >= MAX_PER_HOST) throw new FetchAway('too many fetches at a time');
    this.taken.set(host, taken + 1);
    this.total += 1;
    return () => this.giveBack(host);
  }

  private giveBack(host: string): void {
    const left = (this.taken.get(host) ?? 0) - 1;
    if (left > 0) this.taken.set(host, left);
    else this.taken.delete(host);
    this.total -= 1;
  }
}
