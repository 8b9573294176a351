import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Metrics } from '@app/telemetry';
import { OperatorPortError } from './operator-port.error';
import { Readiness } from './readiness.service';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * What platforms ask of a process, on a port that clients cannot reach: probes and metrics, of servers and workers alike.
 * It opens when the process is ready and closes last, so that the way out can be watched.
 */
@Injectable()
export class OperatorPort implements OnApplicationBootstrap, OnModuleInit, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Calls are counted from the first one on. */
  async onModuleInit(): Promise<void> {
    if (this.config.metrics) await this.metrics.open();
  }

  /** @throws OperatorPortError if the system refuses the port */
  async onApplicationBootstrap(): Promise<void> {
    const { metrics } = this.config;
    if (!metrics) return;
    const server = createServer((request, response) => void this.answer(request, response));
    // It is a few scrapers and probes; none of them holds a connection for long.
    server.requestTimeout = 10_000;
    server.listen(metrics.port, metrics.host);
    try {
      await once(server, 'listening');
    } catch (error) {
      throw new OperatorPortError(error, metrics);
    }
    this.server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body } = await this.replyTo(request).catch(unanswerable);
    const head = { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    response.writeHead(status, status === 405 ? { ...head, allow: 'GET, HEAD' } : head);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private async replyTo(request: IncomingMessage): Promise<Reply> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Use GET.');
    const [path] = (request.url ?? '').split('?');
    if (path === '/livez') return json(200, { status: 'ok' });
    if (path === '/readyz') {
      const report = await this.readiness.report();
      return json(report.status === 'ready' ? 200 : 503, report);
    }
    if (path === '/metrics') return { status: 200, ...(await this.metrics.text()) };
    return text(404, 'Here are /metrics, /livez and /readyz.');
  }
}

const json = (status: number, body: object): Reply => ({
  status,
  type: JSON_TYPE,
  body: JSON.stringify(body),
});

const text = (status: number, body: string): Reply => ({ status, type: TEXT_TYPE, body: `${body}\n` });

const unanswerable = (): Reply => text(500, 'That could not be found out.');
