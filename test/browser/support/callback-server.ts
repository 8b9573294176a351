import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from '../../support/programs.cjs';

export interface CallbackServer {
  readonly redirectUri: string;
  /** Addresses at which it was called. */
  readonly calls: string[];
  close(): Promise<void>;
}

/** A host that waits for its callback on this computer, as command-line hosts do. */
export async function loopbackHost(): Promise<CallbackServer> {
  return serve('http', (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<title>Host</title><h1>The host has the code</h1>');
  });
}

/** A host on the web that asks in a window of its own, and waits for its callback to speak to the page behind it. */
export async function windowHost(): Promise<CallbackServer> {
  return serve('http', (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>Host</title><h1>Waiting</h1><script>
      addEventListener('message', (event) => { document.querySelector('h1').textContent = event.data; });
      if (opener) { opener.postMessage('The host has the code', origin); close(); }
    </script>`);
  });
}

/** A host on the web whose callback sends the browser on to its app, with the code. */
export async function webHost(scheme: string): Promise<CallbackServer> {
  return serve('https', (request, response) => {
    const { search } = new URL(request.url ?? '', 'https://host.invalid');
    response.writeHead(307, { location: `${scheme}//callback${search}` }).end();
  });
}

async function serve(protocol: 'http' | 'https', listener: RequestListener): Promise<CallbackServer> {
  const calls: string[] = [];
  let origin = '';
  const record: RequestListener = (request, response) => {
    if (!request.url?.startsWith('/callback')) {
      // The browser's wish for an icon.
      response.writeHead(204).end();
      return;
    }
    calls.push(origin + request.url);
    listener(request, response);
  };
  const server =
    protocol === 'http' ? createHttpServer(record) : createHttpsServer(await certificate(), record);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    redirectUri: `${origin}/callback`,
    calls,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Good for a day and trusted by nobody. */
async function certificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'duvo-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1';
  await promisify(execFile)(ensureProgram('openssl'), [
    'req',
    ...request.split(' '),
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  await rm(folder, { recursive: true, force: true });
  return pair;
}
