import { Agent, request } from 'node:http';

/**
 * One request at a time over connections that are kept, as clients of a service do. It repeats nothing: what a
 * caller would meet is what is counted.
 */
export class HttpClient {
  #agent;
  #timeoutMs;

  constructor({ connections = 64, timeoutMs = 40_000 } = {}) {
    // Idle connections end here before the balancer ends them: nobody sends into one that is being closed.
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: timeoutMs });
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param {{ url: string, method: string, headers: Record<string, string>, body?: string }} call
   * @returns `{ status, headers, text }`, or `{ failure }` where no whole reply came
   */
  send({ url, method, headers, body }) {
    return new Promise((resolve) => {
      const failed = (error) => resolve({ failure: error.code ?? error.message });
      const outgoing = request(url, { method, headers, agent: this.#agent, timeout: this.#timeoutMs });
      outgoing.once('timeout', () => outgoing.destroy(new Error('no reply in time')));
      outgoing.once('error', failed);
      outgoing.once('response', (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.once('error', failed);
        response.once('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      });
      outgoing.end(body);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
