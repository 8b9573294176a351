// @openai/agents: MCP servers as tools of an agent.
import { MCPServerStreamableHttp, setTracingDisabled } from '@openai/agents';
import { fromCallToolResult, protocolError, refused } from '../outcome.mjs';

// Traces would be sent to the vendor.
setTracingDisabled(true);

const silent = {
  namespace: 'test',
  debug() {},
  warn() {},
  error() {},
  dontLogModelData: true,
  dontLogToolData: true,
};

export const openaiAgents = {
  title: '@openai/agents',
  revision: '2026-07-28',
  clientName: 'duvo',

  async connect({ endpoint, key }) {
    const headers = { authorization: `Bearer ${key}` };
    const server = new MCPServerStreamableHttp({
      url: endpoint,
      name: 'duvo',
      requestInit: { headers },
      logger: silent,
    });
    await server.connect();
    return {
      listTools: async () => (await server.listTools()).map((tool) => tool.name),
      call: async (name, args) => fromCallToolResult(await server.callToolResult(name, args)),
      close: () => server.close(),
    };
  },

  // Its errors are those of the official client it bundles, whose classes it does not export.
  outcomeOf(error) {
    if (error.name === 'ProtocolError') return protocolError(error.code);
    if (error.name === 'InsufficientScopeError') return refused(403);
    if (error.name === 'SdkHttpError') return refused(error.status);
    throw error;
  },
};
