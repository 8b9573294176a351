// What the product has to reach, and below what the command fails.
import { LEGACY, MODERN } from './messages.mjs';
import { ratioOf } from './stats.mjs';

const TOOL = { goal: 0.87, least: 0.8 };
/** The bound holds for the current revision; peers that speak both are slower in it than in the older ones. */
const PROXIED = { [MODERN]: { goal: 4, least: 4 }, [LEGACY]: { goal: 4, least: null } };
const LIST = { goal: 60, least: 60 };
const NONE = { goal: null, least: null };

/** Dividend, divisor, name, bounds of the median. Both sides of a ratio speak the same revision. */
const RATIOS = [
  ['call', 'rest', `tools/call ÷ REST, list_agents, ${MODERN}`, TOOL],
  ['call_legacy', 'rest', `tools/call ÷ REST, list_agents, ${LEGACY}`, TOOL],
  ['call_get', 'rest_get', 'tools/call ÷ REST, get_agent', TOOL],
  ['call_redis', 'rest_redis', 'tools/call ÷ REST, list_agents, limits in Redis', TOOL],
  ...['own', '380'].flatMap((size) => [
    ...[MODERN, LEGACY].map((era) => [
      era === MODERN ? 'call' : 'call_legacy',
      `call_nest_${size}_${era}`,
      `tools/call ÷ mcp-nest proxied, ${size} tools, ${era}`,
      PROXIED[era],
    ]),
    [
      'call_legacy',
      `call_fastmcp_${size}_${LEGACY}`,
      `tools/call ÷ fastmcp proxied, ${size} tools, ${LEGACY}`,
      NONE,
    ],
  ]),
  ...['own', '380'].flatMap((size) => [
    ...[MODERN, LEGACY].map((era) => [
      `list_${size}_${era}`,
      `list_nest_${size}_${era}`,
      `tools/list ÷ mcp-nest, ${size} tools, ${era}`,
      size === '380' ? LIST : NONE,
    ]),
    [
      `list_${size}_${LEGACY}`,
      `list_fastmcp_${size}_${LEGACY}`,
      `tools/list ÷ fastmcp, ${size} tools, ${LEGACY}`,
      NONE,
    ],
  ]),
];

/** @returns ratios of throughput, and of server CPU time per request, of the scenarios that were run */
export function ratiosOf(figures) {
  return RATIOS.filter(([id, over]) => figures.has(id) && figures.has(over)).map(
    ([id, over, name, { goal, least }]) => {
      const a = figures.get(id);
      const b = figures.get(over);
      const throughput = ratioOf(a.rounds, b.rounds);
      const cpu = a.cpuMicros === null ? null : ratioOf(b.cpuRounds, a.cpuRounds);
      return { name, ...throughput, cpu, goal, least, met: least === null || throughput.median >= least };
    },
  );
}
