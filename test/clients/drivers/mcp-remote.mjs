// mcp-remote: the bridge of hosts that speak stdio only, started as the product's own settings for them say.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { fromCallToolResult, protocolError, SIGN_IN } from '../outcome.mjs';
import { inPackage } from '../support/paths.mjs';
import { scratchFolder, trackChild } from '../support/processes.mjs';

const PROGRAM = inPackage('mcp-remote', 'dist/proxy.js');

/** The bridge waits for a person, and the message that was refused waits with it. */
class SignInAsked extends Error {}

/** @returns what never resolves, and rejects once the bridge asks a person to sign in */
const signInAsked = (stderr) =>
  new Promise((_, reject) => {
    let text = '';
    stderr.on('data', (chunk) => {
      text += chunk;
      if (/https?:\/\/\S+\/oauth\/authorize\?/.test(text)) reject(new SignInAsked());
    });
  });

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
      stderr: 'pipe',
    });
    const client = new Client({ name: 'test-mcp-remote', version: '1.0.0' });
    trackChild(() => transport.pid);
    const asked = signInAsked(transport.stderr);
    asked.catch(() => undefined);
    const unlessAsked = (answer) => Promise.race([answer, asked]);
    await unlessAsked(client.connect(transport));
    return {
      listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
      call: async (name, args) =>
        fromCallToolResult(await unlessAsked(client.callTool({ name, arguments: args }))),
      close: () => client.close(),
    };
  },

  outcomeOf(error) {
    if (error instanceof SignInAsked) return SIGN_IN;
    if (!(error instanceof McpError)) throw error;
    return protocolError(error.code);
  },
};
