// @langchain/mcp-adapters: MCP servers as LangChain tools.
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { fromCallToolResult, protocolError, refused, result, toolError } from '../outcome.mjs';

const SERVER = 'duvo';

export const langchain = {
  title: '@langchain/mcp-adapters',
  revision: '2025-11-25',

  async connect({ endpoint, key }) {
    const headers = { Authorization: `Bearer ${key}` };
    const client = new MultiServerMCPClient({
      mcpServers: { [SERVER]: { transport: 'http', url: endpoint, headers } },
    });
    const tools = await client.getTools();
    return {
      listTools: async () => tools.map((tool) => tool.name),
      call: async (name, args) => {
        const tool = tools.find((listed) => listed.name === name);
        if (tool) return result(JSON.parse((await tool.invoke(args)).text));
        const connection = await client.getClient(SERVER);
        return fromCallToolResult(await connection.callTool({ name, arguments: args }));
      },
      close: () => client.close(),
    };
  },

  outcomeOf(error) {
    // An isError result is thrown, its text after a sentence of the adapter's.
    if (error.name === 'ToolException') {
      return toolError(JSON.parse(error.message.slice(error.message.indexOf('{'))));
    }
    if (error.name === 'McpError') return protocolError(error.code);
    if (error.code === 403) return refused(403);
    if (error.message.startsWith('Authentication failed')) return refused(401);
    throw error;
  },
};
