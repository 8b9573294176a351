// What the product has to reach, and below what the command fails.
import { ratioOf } from './stats.mjs';

const RATIOS = [
  // id, over, name, goal, fails below
  ['call', 'rest', 'tools/call ÷ REST, list_agents, 2026-07-28', 0.87, 0.8],
  ['call_legacy', 'rest', 'tools/call ÷ REST, list_agents, 2025-11-25', 0.87, 0.8],
  ['call_get', 'rest_get', 'tools/call ÷ REST, get_agent', 0.87, 0.8],
  ['call_redis', 'rest_redis', 'tools/call ÷ REST, list_agents, limits in Redis', 0.87, 0.8],
  ['call', 'call_nest_own', 'tools/call ÷ mcp-nest proxied, own tools', 4, 4],
  ['call', 'call_nest_380', 'tools/call ÷ mcp-nest proxied, 380 tools', 4, 4],
  ['call', 'call_fastmcp_own', 'tools/call ÷ fastmcp proxied, own tools', null, null],
  ['call', 'call_fastmcp_380', 'tools/call ÷ fastmcp proxied, 380 tools', null, null],
  ['list_own_plain', 'list_nest_own', 'tools/list ÷ mcp-nest, own tools', null, null],
  ['list_own_plain', 'list_fastmcp_own', 'tools/list ÷ fastmcp, own tools', null, null],
  ['list_380_plain', 'list_nest_380', 'tools/list ÷ mcp-nest, 380 tools', 60, 60],
  ['list_380_plain', 'list_fastmcp_380', 'tools/list ÷ fastmcp, 380 tools', null, null],
];

/** @returns ratios of throughput, and of server CPU time per request, of the scenarios that were run */
export function ratiosOf(figures) {
  return RATIOS.filter(([id, over]) => figures.has(id) && figures.has(over)).map(
    ([id, over, name, goal, least]) => {
      const a = figures.get(id);
      const b = figures.get(over);
      const throughput = ratioOf(a.rounds, b.rounds);
      const cpu = a.cpuMicros === null ? null : ratioOf(b.cpuRounds, a.cpuRounds);
      return { name, ...throughput, cpu, goal, least, met: least === null || throughput.median >= least };
    },
  );
}
