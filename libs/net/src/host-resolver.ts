import { lookup, Resolver } from 'node:dns/promises';

/** Finds the addresses of a host name. */
export abstract class HostResolver {
  /**
   * @param signal ends the search early
   * @returns addresses, IPv4 first; none if the name has none or nobody could tell
   */
  abstract addressesOf(name: string, signal: AbortSignal): Promise<string[]>;
}

const ATTEMPT_MS = 2000;
const ATTEMPTS = 2;

/**
 * Asks the name servers. Unlike the system's own search this takes no thread of the process, of which there are
 * few, so names that nobody answers for cannot hold up the names of others; and it knows neither a search list
 * nor a hosts file, so an inner name stays unknown.
 */
export class DnsResolver extends HostResolver {
  /** @param servers addresses with port, for tests; those of the system if left out */
  constructor(private readonly servers?: readonly string[]) {
    super();
  }

  async addressesOf(name: string, signal: AbortSignal): Promise<string[]> {
    if (signal.aborted) return [];
    const resolver = new Resolver({ timeout: ATTEMPT_MS, tries: ATTEMPTS });
    if (this.servers) resolver.setServers(this.servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}

/** Asks the system, which knows `localhost` and the hosts file too. For development. */
export class SystemResolver extends HostResolver {
  async addressesOf(name: string, signal: AbortSignal): Promise<string[]> {
    const found = await Promise.race([lookup(name, { all: true }).catch(() => []), noneOnceAborted(signal)]);
    return found.sort((a, b) => a.family - b.family).map(({ address }) => address);
  }
}

const noneOnceAborted = (signal: AbortSignal): Promise<never[]> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    else signal.addEventListener('abort', () => resolve([]), { once: true });
  });
