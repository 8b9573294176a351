// @ai-sdk/mcp: an implementation of its own, without the official SDK.
import { createMCPClient } from '@ai-sdk/mcp';
import { fromCallToolResult, protocolError, refused } from '../outcome.mjs';

export const aiSdk = {
  title: '@ai-sdk/mcp',
  revision: '2025-11-25',

  async connect({ endpoint, key }) {
    const headers = { Authorization: `Bearer ${key}` };
    const client = await createMCPClient({ transport: { type: 'http', url: endpoint, headers } });
    const tools = await client.tools();
    // It calls tools only through their definitions; one of our own makes a tool that the server does not have.
    const unlisted = (name) =>
      client.toolsFromDefinitions({ tools: [{ name, inputSchema: { type: 'object' } }] })[name];
    return {
      listTools: async () => Object.keys(tools),
      call: async (name, args) => {
        const tool = tools[name] ?? unlisted(name);
        return fromCallToolResult(await tool.execute(args, { toolCallId: 'call', messages: [] }));
      },
      close: () => client.close(),
    };
  },

  outcomeOf(error) {
    if (error.code !== undefined) return protocolError(error.code);
    if (error.statusCode !== undefined) return refused(error.statusCode);
    throw error;
  },
};
