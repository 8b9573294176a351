// mcp-remote: the bridge of hosts that speak stdio only, started as the product's own settings for them say.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { fromCallToolResult, protocolError, SIGN_IN } from '../outcome.mjs';
import { inPackage } from '../support/paths.mjs';
import { scratchFolder, trackChild } from '../support/processes.mjs';

const PROGRAM = inPackage('mcp-remote', 'dist/proxy.js');

export const mcpRemote = {
  title: 'mcp-remote',
  revision: '2025-11-25',
  // It keeps refusals to itself and signs in.
  unauthorized: SIGN_IN,
  insufficientScope: SIGN_IN,

  async connect({ endpoint, key }) {
    const home = scratchFolder();
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [
        ...[PROGRAM, endpoint, '--transport', 'http-only', '--allow-http'],
        ...['--header', 'Authorization:${DUVO_AUTH}'],
      ],
      env: { PATH: process.env.PATH, HOME: home, MCP_REMOTE_CONFIG_DIR: home, DUVO_AUTH: `Bearer ${key}` },
      stderr: 'ignore',
    });
    const client = new Client({ name: 'test-mcp-remote', version: '1.0.0' });
    trackChild(() => transport.pid);
    await client.connect(transport);
    return {
      listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
      call: async (name, args) => fromCallToolResult(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    };
  },

  outcomeOf(error) {
    if (!(error instanceof McpError)) throw error;
    // It ends when it can sign in nowhere at the start, and answers the message with an error of its own later.
    const gaveUp = error.code === ErrorCode.ConnectionClosed || error.message.includes('mcp-remote:');
    return gaveUp ? SIGN_IN : protocolError(error.code);
  },
};
