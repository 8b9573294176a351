// @modelcontextprotocol/sdk: the official client of the legacy revisions.
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { fromCallToolResult, protocolError, refused } from '../outcome.mjs';
import { signInRecorder } from '../sign-in-recorder.mjs';

const CLIENT = { name: 'test-sdk-v1', version: '1.0.0' };

const session = (client) => ({
  listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
  call: async (name, args) => fromCallToolResult(await client.callTool({ name, arguments: args })),
  close: () => client.close(),
});

export const sdkV1 = {
  title: '@modelcontextprotocol/sdk',
  revision: '2025-11-25',

  async connect({ endpoint, key }) {
    const client = new Client(CLIENT);
    const headers = { authorization: `Bearer ${key}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(endpoint), { requestInit: { headers } }));
    return session(client);
  },

  outcomeOf(error) {
    if (error instanceof McpError) return protocolError(error.code);
    if (error instanceof StreamableHTTPError) return refused(error.code);
    throw error;
  },

  async stepUp({ endpoint, key }) {
    const recorder = signInRecorder(key, extractWWWAuthenticateParams);
    const client = new Client(CLIENT);
    await client.connect(
      new StreamableHTTPClientTransport(new URL(endpoint), {
        authProvider: recorder.provider,
        fetch: recorder.fetch,
      }),
    );
    return recorder.during(session(client));
  },
};
