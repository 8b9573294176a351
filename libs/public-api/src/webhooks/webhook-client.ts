import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import type { Target } from './target-check';

/** How much of an answer is read, in bytes. */
const ANSWER_LIMIT = 64 * 1024;
/** How long one address of a host is tried before the next one, in milliseconds. */
const ADDRESS_TRY_MS = 1000;

type ConnectOptions = https.RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'>;

/**
 * Makes one POST request.
 *
 * - It connects to the addresses that were checked and asks the DNS no more, so a name that has changed since
 *   leads nowhere else. Host header and certificate check keep the name.
 * - A redirect is an answer like any other.
 * - A connection serves one request.
 */
export class WebhookClient {
  /** @param ca certificates to trust instead of the public ones, in PEM form, for tests */
  constructor(private readonly ca?: string) {}

  /**
   * @param signal ends the request
   * @returns the status of the answer, as soon as its end or as much of it as we read has come
   * @throws if there is none
   */
  post(
    { url, addresses }: Target,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<number> {
    const options: ConnectOptions = {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: only(addresses),
      autoSelectFamilyAttemptTimeout: ADDRESS_TRY_MS,
      // NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch the check off.
      rejectUnauthorized: true,
      ca: this.ca,
    };
    return new Promise((resolve, reject) => {
      let status: number | undefined;
      const settle = (error: Error) => (status === undefined ? reject(error) : resolve(status));
      const request = (url.protocol === 'https:' ? https : http).request(url, options);
      request.on('response', (response) => {
        status = response.statusCode;
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size >= ANSWER_LIMIT) request.destroy();
        });
        response.on('error', settle);
        response.on('close', () => settle(new Error('no status')));
      });
      request.on('error', settle);
      request.on('close', () => settle(new Error('closed without an answer')));
      request.end(body);
    });
  }
}

/** Answers every question about a name with the given addresses. */
function only(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, callback) => {
    const [first] = found;
    if (options.all || !first) callback(null, found);
    else callback(null, first.address, first.family);
  };
}
