// The official clients of both generations, as hosts that sign in.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const session = (client, transport) => ({
  connect: () => client.connect(transport),
  call: (name, args) => client.callTool({ name, arguments: args }),
  close: () => client.close(),
});

const v1 = {
  title: '@modelcontextprotocol/sdk',
  async open(endpoint, options) {
    const transport = new TransportV1(new URL(endpoint), options);
    return {
      ...session(new ClientV1({ name: 'test-sdk-v1', version: '1.0.0' }), transport),
      finishAuth: (parameters) =>
        transport.finishAuth(parameters.get('code'), parameters.get('iss') ?? undefined),
    };
  },
};

const v2 = (mode) => ({
  title: `@modelcontextprotocol/client ${mode}`,
  async open(endpoint, options) {
    const transport = new TransportV2(new URL(endpoint), options);
    const client = new ClientV2({ name: 'test-sdk-v2', version: '1.0.0' }, { versionNegotiation: { mode } });
    return { ...session(client, transport), finishAuth: (parameters) => transport.finishAuth(parameters) };
  },
});

export const signInDrivers = [v1, v2('legacy'), v2('auto')];
