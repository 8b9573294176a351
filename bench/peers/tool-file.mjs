// The tools that a peer registers: the product's own list with the route of each, written to a file by the bench.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { proxied } from './proxied-operation.mjs';

/**
 * @returns name, description, annotations, input schema (as JSON Schema and as zod) and handler of each tool
 */
export function readTools() {
  const tools = JSON.parse(readFileSync(process.env.BENCH_TOOL_FILE, 'utf8'));
  return tools.map(({ operation, ...tool }) => ({
    ...tool,
    parameters: z.fromJSONSchema(tool.inputSchema),
    run: proxied(operation),
  }));
}
