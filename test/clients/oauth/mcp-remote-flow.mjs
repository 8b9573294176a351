// mcp-remote, signing in: the bridge of hosts that speak stdio only.
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { inPackage } from '../support/paths.mjs';
import { scratchFolder, trackChild } from '../support/processes.mjs';
import { approveFor } from './program-flow.mjs';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = inPackage('mcp-remote', 'dist/proxy.js');

/** Starts the bridge on the settings that a folder keeps. */
function open(target, home) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, target.server.endpoint, '--transport', 'http-only', '--allow-http'],
    env: { PATH: process.env.PATH, HOME: home, MCP_REMOTE_CONFIG_DIR: home },
    stderr: 'pipe',
  });
  trackChild(() => transport.pid);
  const client = new Client({ name: 'test-mcp-remote', version: '1.0.0' });
  return { client, stderr: transport.stderr, connected: client.connect(transport) };
}

const listsAgents = async (client) => {
  const result = await client.callTool({ name: 'list_agents', arguments: { limit: 1 } });
  assert.equal(result.structuredContent.agents.length, 1);
};

export async function checkMcpRemote(target, report) {
  const check = (claim, body) => report.check('mcp-remote, signing in', claim, body);
  const home = scratchFolder();
  await check('connects with nothing but the URL, and calls', async () => {
    const { client, stderr, connected } = open(target, home);
    await Promise.all([approveFor(target, stderr), connected]);
    await listsAgents(client);
    await check('refreshes by itself when the token has expired', async () => {
      await sleep(target.accessTokenSeconds * 1000 + 300);
      await listsAgents(client);
    });
    await client.close();
  });
  await check('connects again without a browser', async () => {
    const { client, connected } = open(target, home);
    await connected;
    await listsAgents(client);
    await client.close();
  });
}
