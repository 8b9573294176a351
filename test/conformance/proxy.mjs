// The suite sends no credential, so a proxy in front of the server adds one. All else passes as it is, Host and
// Origin included, because the suite tests those too.
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';

/**
 * @param {string} url origin of the server
 * @param {string} key API key
 * @returns origin of the proxy
 */
export async function startProxy(url, key) {
  const proxy = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const outgoing = forward(
      new URL(path, url),
      { method, headers: { ...headers, authorization: `Bearer ${key}` } },
      (reply) => {
        response.writeHead(reply.statusCode, reply.rawHeaders);
        reply.pipe(response);
      },
    );
    outgoing.once('error', () => response.destroy());
    // A client that goes away must be gone for the server as well.
    response.once('close', () => outgoing.destroy());
    request.pipe(outgoing);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  proxy.unref();
  return `http://127.0.0.1:${proxy.address().port}`;
}
