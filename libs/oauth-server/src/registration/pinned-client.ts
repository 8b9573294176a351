import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';

/** How much of an answer is read, in bytes: documents have 5 KiB at most, key sets a little more. */
const ANSWER_LIMIT = 64 * 1024;

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Makes GET requests to the addresses that were checked and asks the DNS no more, so a name that has changed since
 * leads nowhere else. Host header and certificate check keep the name; a redirect is an answer like any other.
 */
@Injectable()
export class PinnedClient {
  /**
   * @param signal ends the request
   * @throws if there is no answer, or one that is too long
   */
  get(
    url: URL,
    addresses: readonly string[],
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const options: https.RequestOptions = {
      method: 'GET',
      agent: false,
      headers: { ...headers },
      lookup: only(addresses),
      // NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch the check off.
      rejectUnauthorized: true,
      ...(signal && { signal }),
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, options);
      request.on('error', reject);
      request.on('response', (answer) => {
        read(answer).then(resolve, reject);
      });
      request.end();
    });
  }
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) throw new Error(`the answer has more than ${ANSWER_LIMIT} bytes`);
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'cache-control', 'expires']) {
    const value = answer.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return { status: answer.statusCode ?? 502, headers, body: Buffer.concat(chunks) };
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
