// @modelcontextprotocol/client: the official client of both eras, in each of its ways to settle on one.
import {
  Client,
  extractWWWAuthenticateParams,
  InsufficientScopeError,
  ProtocolError,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { fromCallToolResult, protocolError, refused } from '../outcome.mjs';
import { signInRecorder } from '../sign-in-recorder.mjs';

const CLIENT = { name: 'test-sdk-v2', version: '1.0.0' };

const session = (client) => ({
  listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
  call: async (name, args) => fromCallToolResult(await client.callTool({ name, arguments: args })),
  close: () => client.close(),
});

function driver(label, mode, revision) {
  const open = async (endpoint, options) => {
    const client = new Client(CLIENT, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(endpoint), options));
    return session(client);
  };
  return {
    title: `@modelcontextprotocol/client ${label}`,
    revision,
    ...(revision === '2026-07-28' && { clientName: CLIENT.name }),
    connect: ({ endpoint, key }) =>
      open(endpoint, { requestInit: { headers: { authorization: `Bearer ${key}` } } }),
    outcomeOf(error) {
      if (error instanceof InsufficientScopeError) return refused(403);
      if (error instanceof ProtocolError) return protocolError(error.code);
      if (error instanceof SdkHttpError) return refused(error.status);
      throw error;
    },
    async stepUp({ endpoint, key }) {
      const recorder = signInRecorder(key, extractWWWAuthenticateParams);
      const { provider: authProvider, fetch } = recorder;
      return recorder.during(await open(endpoint, { authProvider, fetch }));
    },
  };
}

export const sdkV2 = [
  driver('legacy', 'legacy', '2025-11-25'),
  driver('auto', 'auto', '2026-07-28'),
  driver('pinned', { pin: '2026-07-28' }, '2026-07-28'),
];
