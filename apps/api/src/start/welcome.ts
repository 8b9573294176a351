import type { Config } from '@app/config';
import type { FirstCredentials } from './first-start.service';

/**
 * The first screen an operator sees: where everything is, and settings to paste into each host.
 *
 * @param first the credentials made in this start; `undefined` in later starts
 */
export function welcome(config: Config, driver: string, first: FirstCredentials | undefined): string {
  const endpoint = `${config.publicUrl}/v1/mcp`;
  const key = first?.ownerKey ?? '<API key>';
  const lines = [
    '',
    `MCP endpoint: ${endpoint}`,
    `API reference: ${config.publicUrl}/docs`,
    ...credentials(first),
    `Database: ${driver === 'pglite' ? 'embedded' : 'PostgreSQL'}   Limits: ${config.redisUrl ? 'Redis' : 'in process'}`,
    '',
    ...hostSettings(endpoint, key),
  ];
  return lines.join('\n');
}

function credentials(first: FirstCredentials | undefined): string[] {
  if (!first) {
    return [
      'Sign in: set a password with  npm run teams -- set-password --user owner@acme.test',
      'API key: make one with  npm run keys -- create --user owner@acme.test --name laptop',
    ];
  }
  return [
    `Sign in: owner@acme.test, password ${first.password} (also admin@, manager@, builder@, member@, viewer@)`,
    `API key (owner@acme.test): ${first.ownerKey}`,
  ];
}

function hostSettings(endpoint: string, key: string): string[] {
  const headers = { Authorization: `Bearer ${key}` };
  const remote = {
    command: 'npx',
    args: [
      '-y',
      'mcp-remote',
      endpoint,
      '--transport',
      'http-only',
      '--allow-http',
      '--header',
      'Authorization:${DUVO_AUTH}',
    ],
    env: { DUVO_AUTH: `Bearer ${key}` },
  };
  return [
    '— Claude Desktop (claude_desktop_config.json)',
    JSON.stringify({ mcpServers: { duvo: remote } }, null, 2),
    '',
    '— Claude Code',
    `claude mcp add --transport http duvo ${endpoint} --header "Authorization: Bearer ${key}"`,
    '',
    '— Cursor (~/.cursor/mcp.json)',
    JSON.stringify({ mcpServers: { duvo: { url: endpoint, headers } } }, null, 2),
    '',
    '— VS Code (.vscode/mcp.json)',
    JSON.stringify({ servers: { duvo: { type: 'http', url: endpoint, headers } } }, null, 2),
    '',
    '— A script',
    `curl -s ${endpoint} -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\`,
    `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","arguments":{}}}'`,
    '',
  ];
}
