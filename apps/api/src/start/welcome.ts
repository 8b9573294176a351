import type { Config } from '@app/config';
import type { FirstCredentials } from './demo-credentials.service';

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
    `Dashboard: ${config.publicUrl}/`,
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

/** What to paste: the URL alone, where the host signs in through the browser; the key for scripts. */
function hostSettings(endpoint: string, key: string): string[] {
  const bridge = {
    command: 'npx',
    args: ['-y', 'mcp-remote', endpoint, '--transport', 'http-only', '--allow-http'],
  };
  return [
    'Paste the URL into your host; a browser opens to sign in. Every host: docs/guides/connect-a-host.md',
    '',
    '— Claude Code, then /mcp and Authenticate',
    `claude mcp add --transport http duvo ${endpoint}`,
    '',
    '— Claude Desktop (claude_desktop_config.json)',
    JSON.stringify({ mcpServers: { duvo: bridge } }),
    '',
    '— Cursor (~/.cursor/mcp.json)',
    JSON.stringify({ mcpServers: { duvo: { url: endpoint } } }),
    '',
    '— VS Code (.vscode/mcp.json)',
    JSON.stringify({ servers: { duvo: { type: 'http', url: endpoint } } }),
    '',
    '— A script, with the key',
    `curl -s ${endpoint} -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\`,
    `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","arguments":{}}}'`,
    '',
  ];
}
