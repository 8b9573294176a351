export interface HostSettings {
  readonly name: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  readonly paste: string;
  /** The same with a key instead of signing in; `undefined` where the host takes none. */
  readonly withKey?: string;
  /** It calls from its own servers, so the address must be reachable from the internet. */
  readonly inCloud?: boolean;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** @returns settings to paste into each host; `key` is a key or a place for one */
export function hostsFor(endpoint: string, key: string): readonly HostSettings[] {
  const authorization = `Bearer ${key}`;
  const bridge = ['-y', 'mcp-remote', endpoint, '--transport', 'http-only', '--allow-http'];
  return [
    {
      name: 'Claude Code',
      steps: ['Run this in a terminal.', 'In a session type /mcp, choose duvo and Authenticate.'],
      paste: `claude mcp add --transport http duvo ${endpoint}`,
      withKey: `claude mcp add --transport http duvo ${endpoint} --header "Authorization: ${authorization}"`,
    },
    {
      name: 'Claude',
      steps: [
        'Settings → Connectors → Add custom connector, name Duvo, and this address.',
        'Connect. A browser opens: sign in, pick the team, allow.',
      ],
      paste: endpoint,
      inCloud: true,
    },
    {
      name: 'Claude Desktop',
      steps: ['Settings → Developer → Edit Config opens claude_desktop_config.json.', 'Start Claude anew.'],
      paste: json({ mcpServers: { duvo: { command: 'npx', args: bridge } } }),
      withKey: json({
        mcpServers: {
          duvo: {
            command: 'npx',
            args: [...bridge, '--header', 'Authorization:${DUVO_AUTH}'],
            env: { DUVO_AUTH: authorization },
          },
        },
      }),
    },
    {
      name: 'Cursor',
      steps: [
        'Paste into ~/.cursor/mcp.json, or .cursor/mcp.json of a project.',
        'Settings → MCP: click Needs login.',
      ],
      paste: json({ mcpServers: { duvo: { url: endpoint } } }),
      withKey: json({ mcpServers: { duvo: { url: endpoint, headers: { Authorization: authorization } } } }),
    },
    {
      name: 'ChatGPT',
      steps: [
        'Settings → Apps & Connectors → Advanced settings → Developer mode, then Create with this address.',
        'Choose OAuth, sign in, and switch the connector on in a chat.',
      ],
      paste: endpoint,
      inCloud: true,
    },
    {
      name: 'VS Code',
      steps: ['Paste into .vscode/mcp.json.', 'Click Start above the entry and allow the sign-in.'],
      paste: json({ servers: { duvo: { type: 'http', url: endpoint } } }),
      withKey: json({
        servers: { duvo: { type: 'http', url: endpoint, headers: { Authorization: authorization } } },
      }),
    },
    {
      name: 'Copilot CLI',
      steps: ['Paste into ~/.copilot/mcp-config.json.', 'It opens the browser when it starts.'],
      paste: json({ mcpServers: { duvo: { type: 'http', url: endpoint, tools: ['*'] } } }),
      withKey: json({
        mcpServers: {
          duvo: { type: 'http', url: endpoint, tools: ['*'], headers: { Authorization: authorization } },
        },
      }),
    },
    {
      name: 'curl',
      steps: ['Run this in a terminal. It needs a key.'],
      paste: [
        `curl -s ${endpoint} -H "Authorization: ${authorization}" -H "Content-Type: application/json" \\`,
        `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","arguments":{}}}'`,
      ].join('\n'),
    },
  ];
}
