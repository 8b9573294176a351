import http from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { parseUrl } from '@app/net';
import type { AddressGuard } from './address-guard';
import { NoAnswer, noAnswerOf, SlowDown } from './no-answer.error';
import { Reply } from './reply';

export interface Request {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, URLSearchParams as a form. */
  readonly body?: object | URLSearchParams;
  /** The answer's body may be a stream without end: stop reading once this is true of what has come. */
  readonly until?: (body: string) => boolean;
  /** For streams that may stay silent: the body is not read. */
  readonly headersOnly?: boolean;
}

export interface HttpLimits {
  /** For the whole of a request, in milliseconds. */
  readonly timeoutMs: number;
  /** Of a body, in bytes; what follows is not read. */
  readonly maxBytes: number;
}

/**
 * Speaks HTTP by node:http rather than by fetch, because the checks must see header lines as they came and
 * send a Host header of their own. Never follows a redirect.
 */
export class HttpClient {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 4 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 4 }),
  };

  constructor(
    private readonly limits: HttpLimits,
    private readonly guard: AddressGuard,
  ) {}

  /**
   * @throws NoAnswer if there is no HTTP answer within the time limit
   * @throws SlowDown for a 429
   */
  async send(request: Request): Promise<Reply> {
    const url = parseUrl(request.url);
    if (!url) throw new NoAnswer(`"${request.url}" is not a URL that can be asked.`);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new NoAnswer(`${url.protocol} URLs cannot be asked.`);
    }
    this.guard.checkLiteral(url.hostname);
    const reply = await this.exchange(request, url).catch((error: unknown) => {
      throw noAnswerOf(error, url.host, this.limits.timeoutMs);
    });
    if (reply.status === 429) throw new SlowDown(`${url.origin}${url.pathname}`);
    return reply;
  }

  /** Closes what is still open. */
  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private exchange(request: Request, url: URL): Promise<Reply> {
    const { headers, payload } = packed(request);
    const secure = url.protocol === 'https:';
    return new Promise((done, fail) => {
      const outgoing = (secure ? https : http).request(url, {
        method: request.method ?? (payload === undefined ? 'GET' : 'POST'),
        headers: { 'user-agent': 'duvo-doctor', 'accept-encoding': 'identity', ...headers },
        agent: this.agents[secure ? 'https:' : 'http:'],
        lookup: this.guard.lookup,
      });
      const timer = setTimeout(
        () => outgoing.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
        this.limits.timeoutMs,
      );
      const chunks: Buffer[] = [];
      let incoming: http.IncomingMessage | undefined;
      const finish = (): void => {
        clearTimeout(timer);
        done(replyOf(request, outgoing.method, incoming!, Buffer.concat(chunks), this.limits.maxBytes));
      };
      const abandon = (error: Error): void => {
        clearTimeout(timer);
        fail(error);
      };
      outgoing.on('error', abandon);
      outgoing.on('response', (response) => {
        incoming = response;
        if (request.headersOnly) {
          finish();
          return void response.destroy();
        }
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          const enough = request.until?.(Buffer.concat(chunks).toString('utf8')) ?? false;
          if (bytes < this.limits.maxBytes && !enough) return;
          finish();
          response.destroy();
        });
        response.on('end', finish);
        response.on('error', abandon);
      });
      outgoing.end(payload);
    });
  }
}

function packed({ body, headers }: Request): { headers: Record<string, string>; payload?: string } {
  if (body === undefined) return { headers: { ...headers } };
  const form = body instanceof URLSearchParams;
  const payload = form ? body.toString() : JSON.stringify(body);
  return {
    payload,
    headers: {
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
      ...headers,
    },
  };
}

function replyOf(
  { url }: Request,
  method: string,
  incoming: http.IncomingMessage,
  bytes: Buffer,
  maxBytes: number,
): Reply {
  const body = decoded(bytes, incoming.headers['content-encoding'], maxBytes).toString('utf8');
  return new Reply(method, url, incoming.statusCode ?? 0, incoming.rawHeaders, body);
}

/** Some servers compress although nobody asked; the limit holds for what comes out, too. */
function decoded(bytes: Buffer, encoding: string | undefined, maxOutputLength: number): Buffer {
  const decoders = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync };
  const decode = Object.entries(decoders).find(([name]) => name === encoding?.trim().toLowerCase())?.[1];
  if (!decode) return bytes;
  try {
    return decode(bytes, { maxOutputLength });
  } catch {
    throw new NoAnswer(`The body sent with content-encoding ${encoding} cannot be unpacked.`);
  }
}
