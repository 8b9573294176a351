// One conversion in a process of its own: `worker.mjs CONVERTER FILE` prints {ms, tools, megabytes} as JSON.
import { readFileSync } from 'node:fs';
import { requireFromProduct } from '../lib/paths.mjs';

const CONVERTERS = {
  product: () => {
    const { convert } = requireFromProduct('./dist/libs/openapi-tools/src');
    return (document) => convert(document).tools.length;
  },
  generator: async () => {
    const { getToolsFromOpenApi } = await import('openapi-mcp-generator');
    return async (document) => (await getToolsFromOpenApi(document, { dereference: true })).length;
  },
  fastmcp: async () => {
    const [{ FastMCP }, { fromOpenAPI }] = [await import('fastmcp'), await import('fastmcp/openapi')];
    return async (document) => {
      const server = new FastMCP({ name: 'peer', version: '1.0.0' });
      const add = server.addTool.bind(server);
      let tools = 0;
      server.addTool = (tool) => {
        tools += 1;
        add(tool);
      };
      await fromOpenAPI({ spec: document, server, maxTools: 1_000_000, baseUrl: 'https://api.example.com' });
      return tools;
    };
  },
};

const [, , converter, file] = process.argv;
const convert = await CONVERTERS[converter]();
// The document is read before the clock starts: every converter is given the same parsed object.
const document = JSON.parse(readFileSync(file, 'utf8'));
const start = performance.now();
const tools = await convert(document);
const ms = performance.now() - start;
process.stdout.write(`${JSON.stringify({ ms, tools, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
process.exit(0);
