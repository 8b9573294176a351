import type { Broken } from './broken.spec-support';
import { at, html, problemAt, rpc, tools, warningAt } from './broken.spec-support';
import { PATH, TOKEN } from './good-server.spec-support';
import type { Answer } from './http-stub.spec-support';

const notFound = (): Answer => ({
  status: 404,
  headers: {},
  body: { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'unknown' } },
});
const broken = (): Answer => ({ status: 500, headers: {}, body: { error: 'internal_error' } });

const nested = (levels: number): object =>
  levels === 0 ? { type: 'string' } : { type: 'object', properties: { inner: nested(levels - 1) } };

export const brokenMcp: readonly Broken[] = [
  problemAt(
    'mcp-credential',
    'refuses the credential',
    at(PATH, (_, { headers }) =>
      headers.authorization === `Bearer ${TOKEN}`
        ? {
            status: 401,
            headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
            body: { error: TOKEN },
          }
        : undefined,
    ),
  ),
  problemAt('mcp-legacy', 'does not know initialize', rpc('initialize', notFound), { says: /-32601/ }),
  problemAt(
    'mcp-legacy',
    'names no revision',
    rpc('initialize', (answer) => {
      delete answer.body.result.protocolVersion;
    }),
  ),
  problemAt(
    'mcp-legacy',
    'names something that is no revision',
    rpc('initialize', (answer) => {
      answer.body.result.protocolVersion = 'v2';
    }),
  ),
  problemAt(
    'mcp-legacy',
    'does not say who it is',
    rpc('initialize', (answer) => {
      delete answer.body.result.serverInfo.version;
    }),
  ),
  problemAt(
    'mcp-legacy',
    'says that it has no tools',
    rpc('initialize', (answer) => {
      answer.body.result.capabilities = {};
    }),
  ),
  warningAt(
    'mcp-legacy',
    'is of 2024',
    rpc('initialize', (answer) => {
      answer.body.result.protocolVersion = '2024-11-05';
    }),
  ),
  warningAt(
    'mcp-initialized',
    'answers a notification with 200',
    rpc('notifications/initialized', () => ({ status: 200, headers: {} })),
  ),
  problemAt(
    'mcp-initialized',
    'refuses a notification',
    rpc('notifications/initialized', () => ({ status: 400, headers: {} })),
  ),
  problemAt('mcp-legacy-tools', 'fails to list tools', rpc('tools/list', broken, false)),
  warningAt(
    'mcp-legacy-tools',
    'lists none',
    rpc('tools/list', (answer) => {
      answer.body.result.tools = [];
    }),
  ),
  problemAt(
    'mcp-get',
    'shows a page at GET',
    at(PATH, (answer) => (answer.status === 405 ? html(200) : undefined)),
  ),
  warningAt('mcp-modern', 'does not speak 2026-07-28', rpc('server/discover', notFound)),
  problemAt(
    'mcp-modern',
    'says that it does and does not',
    rpc('server/discover', () => ({
      status: 400,
      headers: {},
      body: { jsonrpc: '2.0', id: 1, error: { code: -32022, message: 'unsupported' } },
    })),
  ),
  problemAt('mcp-modern', 'fails at server/discover', rpc('server/discover', broken)),
  problemAt(
    'mcp-modern',
    'lists another revision',
    rpc('server/discover', (answer) => {
      answer.body.result.supportedVersions = ['2025-11-25'];
    }),
  ),
  problemAt(
    'mcp-modern',
    'does not say complete',
    rpc('server/discover', (answer) => {
      delete answer.body.result.resultType;
    }),
  ),
  problemAt('mcp-modern-tools', 'fails to list tools', rpc('tools/list', broken, true)),
  problemAt(
    'mcp-modern-tools',
    'does not say how long to keep the list',
    rpc(
      'tools/list',
      (answer) => {
        delete answer.body.result.ttlMs;
      },
      true,
    ),
  ),
  warningAt(
    'mcp-modern-tools',
    'lists other tools',
    rpc(
      'tools/list',
      (answer) => {
        answer.body.result.tools[0].name += '_two';
      },
      true,
    ),
  ),
  problemAt(
    'tools-names',
    'has a dot in a name',
    tools((tool) => (tool.name = `${tool.name}.v1`)),
  ),
  problemAt(
    'tools-names',
    'has a name of 65 characters',
    tools((tool, index) => {
      if (index === 0) tool.name = tool.name.padEnd(65, 'x');
    }),
  ),
  warningAt(
    'tools-names',
    'has a name of 60 characters',
    tools((tool) => (tool.name = tool.name.padEnd(60, 'x'))),
    {
      hosts: ['claude', 'claude-code', 'cursor', 'vscode', 'copilot-cli'],
    },
  ),
  problemAt(
    'tools-unique',
    'has a name twice',
    tools((tool) => (tool.name = 'same')),
  ),
  warningAt(
    'tools-descriptions',
    'describes nothing',
    tools((tool) => delete tool.description),
  ),
  warningAt(
    'tools-descriptions',
    'describes at length',
    tools((tool) => (tool.description = 'a'.repeat(1025))),
    {
      hosts: ['chatgpt', 'vscode', 'copilot-cli', 'codex'],
    },
  ),
  warningAt(
    'tools-hints',
    'leaves a hint out',
    tools((tool) => delete tool.annotations.openWorldHint),
    {
      hosts: ['claude', 'chatgpt'],
    },
  ),
  problemAt(
    'tools-count',
    'has 130 tools',
    rpc('tools/list', (answer) => {
      const [one] = answer.body.result.tools;
      answer.body.result.tools = Array.from({ length: 65 }, (_, number) => ({
        ...one,
        name: `${one.name}_${number}`,
      }));
    }),
    { hosts: ['chatgpt', 'vscode', 'copilot-cli', 'codex'] },
  ),
  warningAt(
    'tools-count',
    'has 90 tools',
    rpc('tools/list', (answer) => {
      const [one] = answer.body.result.tools;
      answer.body.result.tools = Array.from({ length: 45 }, (_, number) => ({
        ...one,
        name: `${one.name}_${number}`,
      }));
    }),
    { hosts: ['cursor'] },
  ),
  warningAt(
    'tools-size',
    'takes all room',
    tools((tool) => {
      tool.title = 'x'.repeat(100_000);
    }),
  ),
  problemAt(
    'tools-root',
    'has no schema',
    tools((tool) => delete tool.inputSchema),
  ),
  problemAt(
    'tools-root',
    'has a union at the root',
    tools((tool) => (tool.inputSchema.anyOf = [{ required: ['limit'] }])),
    {
      hosts: ['claude', 'claude-code', 'cursor', 'chatgpt', 'vscode', 'copilot-cli', 'codex'],
    },
  ),
  problemAt(
    'tools-keys',
    'has an argument with a bracket',
    tools((tool) => {
      tool.inputSchema.properties['filter[name]'] = { type: 'string' };
    }),
  ),
  problemAt(
    'tools-arrays',
    'has a list of anything',
    tools((tool) => {
      tool.inputSchema.properties.ids = { anyOf: [{ type: 'array' }] };
    }),
  ),
  problemAt(
    'tools-references',
    'refers to another document',
    tools((tool) => {
      tool.inputSchema.properties.ids = { $ref: 'https://x.example/ids.json' };
    }),
  ),
  warningAt(
    'tools-references',
    'refers within',
    tools((tool) => {
      tool.inputSchema.$defs = { id: { type: 'string' } };
      tool.inputSchema.properties.id = { $ref: '#/$defs/id' };
    }),
    { hosts: ['cursor', 'vscode', 'copilot-cli'] },
  ),
  warningAt(
    'tools-depth',
    'nests deeply',
    tools((tool) => (tool.inputSchema = nested(14))),
  ),
  warningAt(
    'tools-depth',
    'has a large schema',
    tools((tool) => {
      tool.inputSchema.properties.limit.description = 'x'.repeat(20_000);
    }),
  ),
  problemAt(
    'tools-output',
    'returns a list',
    tools((tool) => (tool.outputSchema = { type: 'array', items: {} })),
  ),
];
