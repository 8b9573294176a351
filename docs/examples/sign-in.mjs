// A script that signs in through the browser and calls a tool.
//
//   npm install @modelcontextprotocol/client
//   node sign-in.mjs http://127.0.0.1:3000/v1/mcp
//
// What the server gave out is kept in ./duvo-credentials.json, so the next run needs no browser.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

const [endpoint = 'http://127.0.0.1:3000/v1/mcp'] = process.argv.slice(2);
const FILE = 'duvo-credentials.json';

const kept = read();
const save = (part) => writeFileSync(FILE, JSON.stringify(Object.assign(kept, part)), { mode: 0o600 });

// The browser comes back to this machine, on any free port.
const listener = createServer().listen(0, '127.0.0.1');
await once(listener, 'listening');
const redirectUrl = `http://127.0.0.1:${listener.address().port}/callback`;
const state = crypto.randomUUID();

const authProvider = {
  redirectUrl,
  clientMetadata: {
    client_name: 'My script',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  },
  state: () => state,
  clientInformation: () => kept.client,
  saveClientInformation: (client) => save({ client }),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => save({ tokens }),
  saveCodeVerifier: (verifier) => save({ verifier }),
  codeVerifier: () => kept.verifier,
  redirectToAuthorization: (url) => console.error(`Open this page to sign in:\n\n  ${url}\n`),
  invalidateCredentials: (what) =>
    save({
      ...(what !== 'tokens' && { client: undefined }),
      ...(what !== 'client' && { tokens: undefined }),
    }),
};

const client = await connect();
const result = await client.callTool({ name: 'list_agents', arguments: { limit: 5 } });
console.log(JSON.stringify(result.structuredContent, null, 2));
await client.close();
listener.close();

async function connect() {
  const transport = () => new StreamableHTTPClientTransport(new URL(endpoint), { authProvider });
  const first = transport();
  const script = () => new Client({ name: 'my-script', version: '1.0.0' });
  try {
    const connected = script();
    await connected.connect(first);
    return connected;
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
  }
  await first.finishAuth(await callback());
  const connected = script();
  await connected.connect(transport());
  return connected;
}

/** @returns the query of the redirect with which the server sends the browser back */
async function callback() {
  const [request, response] = await once(listener, 'request');
  response.setHeader('connection', 'close').end('You can close this page.');
  const { searchParams } = new URL(request.url, redirectUrl);
  if (searchParams.get('state') !== state) throw new Error('Somebody else sent the browser here.');
  return searchParams;
}

function read() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}
