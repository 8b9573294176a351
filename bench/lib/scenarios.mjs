// What is put under load. A scenario: label, server processes, one HTTP request, and what its reply must not hold.
import { LEGACY, MODERN, callMessage, listMessage } from './messages.mjs';

const LIMIT = 5;
/** A refused tool call is a 200 too; the throughput of refusals is worth nothing. */
const REFUSED_CALL = ['"isError":true', '"error":{"code":'];

/** @returns groups of scenarios; within a group they are run one after another, round by round */
export function scenariosOf({ product, productRedis, largeProduct, peers, key, agentId }) {
  const authorization = `Bearer ${key}`;
  const rest = (id, label, server, path) => ({
    id,
    label,
    pids: [server.pid],
    url: `${server.url}${path}`,
    method: 'GET',
    headers: { authorization },
    refusals: ['"error":'],
  });
  const rpc = (id, label, server, { message, path = '/v1/mcp', refusals = REFUSED_CALL, headers = {} }) => ({
    id,
    label,
    pids: [server.pid],
    url: `${server.url}${path}`,
    method: 'POST',
    headers: { ...message.headers, authorization, ...headers },
    body: message.body,
    refusals,
  });
  const listAgents = (era) => callMessage(era, 'list_agents', { limit: LIMIT });
  const getAgent = (era) => callMessage(era, 'get_agent', { agent_id: agentId });
  const list = (id, label, server, { encoding, era = MODERN } = {}) =>
    rpc(id, label, server, {
      message: listMessage(era),
      refusals: [],
      headers: encoding ? { 'accept-encoding': encoding } : {},
    });

  const calls = [
    rest('rest', 'REST list_agents', product, `/v1/agents?limit=${LIMIT}`),
    rpc('call', 'tools/call list_agents, 2026-07-28', product, { message: listAgents(MODERN) }),
    rpc('call_legacy', 'tools/call list_agents, 2025-11-25', product, { message: listAgents(LEGACY) }),
    rest('rest_get', 'REST get_agent', product, `/v1/agents/${agentId}`),
    rpc('call_get', 'tools/call get_agent, 2026-07-28', product, { message: getAgent(MODERN) }),
    rest('rest_redis', 'REST list_agents, limits in Redis', productRedis, `/v1/agents?limit=${LIMIT}`),
    rpc('call_redis', 'tools/call list_agents, limits in Redis', productRedis, {
      message: listAgents(MODERN),
    }),
  ];
  const proxied = peers.map(({ id, name, tools, server, era }) => ({
    ...rpc(`call_${id}`, `${name}, proxied, ${tools} tools`, server, {
      path: '/mcp',
      message: listAgents(era),
    }),
    // Such a call costs its server and the one behind it.
    pids: [server.pid, product.pid],
  }));
  const ready = (id, label, server) => [
    list(`${id}_${MODERN}`, `${label}, ${MODERN}`, server),
    list(`${id}_${LEGACY}`, `${label}, ${LEGACY}`, server, { era: LEGACY }),
    ...['gzip', 'br'].map((encoding) =>
      list(`${id}_${encoding}`, `${label}, ${MODERN}, ${encoding}`, server, { encoding }),
    ),
  ];
  const lists = [
    ...ready('list_own', 'product, own tools', product),
    ...ready('list_380', 'product, 380 tools', largeProduct),
    ...peers.map(({ id, name, tools, server, era }) =>
      rpc(`list_${id}`, `${name}, ${tools} tools`, server, {
        path: '/mcp',
        message: listMessage(era),
        refusals: [],
      }),
    ),
  ];
  return { calls, proxied, lists };
}

/** Checks once, by reading it, that each scenario answers what it is meant to answer. */
export async function assertAnswers(scenarios, expectations) {
  for (const { id, label, url, method, headers, body } of scenarios) {
    const response = await fetch(url, { method, headers, body });
    const text = await response.text();
    const problem = response.status === 200 ? expectations(id)?.(text) : `status ${response.status}`;
    if (problem) throw new Error(`${label}: ${problem}: ${text.slice(0, 500)}`);
  }
}

/** @returns what each kind of reply must be: the same agents from REST, tool and peer; lists of the right length */
export function expectationsOf({ agents, agentId, ownTools, manyTools }) {
  const parse = (text) => JSON.parse(text);
  const sameAgents = (reply) =>
    JSON.stringify(reply?.agents?.map(({ id }) => id)) === JSON.stringify(agents)
      ? undefined
      : 'not the agents that REST lists';
  const sameAgent = (reply) => (reply?.agent?.id === agentId ? undefined : 'not the agent asked for');
  const toolCount = (text, count) => {
    const found = parse(text).result?.tools?.length;
    return found === count ? undefined : `${found} tools instead of ${count}`;
  };
  return (id) => {
    if (id === 'rest_get') return (text) => sameAgent(parse(text));
    if (id === 'call_get') return (text) => sameAgent(parse(text).result?.structuredContent);
    if (id.startsWith('rest')) return (text) => sameAgents(parse(text));
    if (id.startsWith('call')) return (text) => sameAgents(parse(text).result?.structuredContent);
    return (text) => toolCount(text, id.includes('380') ? manyTools : ownTools);
  };
}
