// Three replicas behind a balancer, with two workers, in place of the one server.
import { Topology } from '../../topology/topology.cjs';
import { NO_LIMITS } from './server.mjs';

/** @returns what `startServer` returns, and `shares()`: requests per replica */
export async function startTopology({ env = {} } = {}) {
  const topology = await Topology.start({ env: { RATE_LIMITS: NO_LIMITS, ...env } });
  const requests = [];
  for (const replica of topology.replicas) {
    replica.onLine((line) => {
      // Not what the balancer asks for to see who is there.
      if (line.request_id && line.operation !== 'readyz') requests.push({ ...line, replica: replica.name });
    });
  }
  return {
    url: topology.url,
    endpoint: topology.endpoint,
    ownerKey: topology.ownerKey,
    person: topology.person,
    requests,
    faults: () => requests.filter(({ status }) => status >= 500),
    shares: () => Object.fromEntries(sharesOf(requests)),
    createKey: async ({ name, scopes }) => (await topology.createKey({ name, scopes })).key,
    command: (...args) => topology.command(...args.filter((word) => word !== '--json')),
    stop: () => topology.stop(),
  };
}

function sharesOf(requests) {
  const counts = new Map();
  for (const { replica } of requests) counts.set(replica, (counts.get(replica) ?? 0) + 1);
  return counts;
}
