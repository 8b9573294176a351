import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config, UpstreamApisConfig } from '@app/config';
import { DnsResolver, SystemResolver } from '@app/net';
import type { ToolDefinition } from '@app/openapi-tools';
import { BootError } from '@app/permissions';
import type { Route, RouteLookup, RouteMatch } from '@app/permissions';
import { LOGGER, Metrics } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { UpstreamClient } from './client/upstream-client';
import { readUpstreamsFile } from './config/read-upstreams-file';
import { UpstreamsFileError } from './config/upstreams-file.error';
import { documentPathOf, loadUpstream } from './load-upstream';
import type { LoadedUpstream } from './load-upstream';
import type { ServedOperation } from './routes/served-operation';
import { UpstreamRoutes } from './routes/upstream-routes';

/** Operations that are named in the log when they are left out; the rest is counted. */
const NAMED_IN_LOG = 20;

export interface UpstreamsHost {
  /** Tool names that are taken. */
  readonly taken: ReadonlySet<string>;
  /** Called with the tools of all upstreams whenever these change, in the same instant as the routes. */
  readonly onSwap: (tools: readonly ToolDefinition[]) => void;
}

interface State {
  readonly routes: UpstreamRoutes;
  readonly loaded: readonly LoadedUpstream[];
}

/** The APIs of others that are served now. A reload replaces all of them in one step, or nothing. */
@Injectable()
export class Upstreams implements RouteLookup, OnModuleDestroy {
  private state: State = { routes: new UpstreamRoutes(), loaded: [] };
  private host: UpstreamsHost | undefined;
  private readonly retired = new Set<UpstreamClient>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    metrics.read('upstream_circuit_open', () =>
      this.state.loaded.map(({ upstream: { settings, client } }) => ({
        labels: { upstream: settings.name },
        value: client.breaker.isOpen ? 1 : 0,
      })),
    );
  }

  /** Files that the state was made of. */
  get files(): string[] {
    const { upstreamApis } = this.config;
    if (!upstreamApis) return [];
    const { file } = upstreamApis;
    return [file, ...this.state.loaded.map(({ upstream }) => documentPathOf(upstream.settings, file))];
  }

  /**
   * Loads them for the first time.
   * @throws BootError if the file or a document cannot be used
   */
  start(host: UpstreamsHost): void {
    this.host = host;
    if (!this.config.upstreamApis) return;
    try {
      this.swap(this.config.upstreamApis);
    } catch (error) {
      throw error instanceof UpstreamsFileError ? new BootError(error.message) : error;
    }
  }

  /**
   * Reads everything again. What is wrong is logged in one line, and the old state goes on.
   * @returns whether the new one is in force
   */
  reload(): boolean {
    if (!this.config.upstreamApis) return false;
    try {
      this.swap(this.config.upstreamApis);
      return true;
    } catch (error) {
      const message = error instanceof UpstreamsFileError ? error.message : 'The upstreams cannot be loaded.';
      this.logger.error(
        { ...(error instanceof UpstreamsFileError ? {} : { err: error }) },
        `${message} The upstreams stay as they were.`,
      );
      return false;
    }
  }

  match(method: string, path: string): RouteMatch | undefined {
    return this.state.routes.match(method, path);
  }

  methodsOf(path: string): string[] {
    return this.state.routes.methodsOf(path);
  }

  /** @returns the operation that a route stands for, also of the state before the last reload */
  operationOf(route: Route): ServedOperation | undefined {
    return served.get(route);
  }

  async onModuleDestroy(): Promise<void> {
    const clients = [...this.retired, ...this.state.loaded.map(({ upstream }) => upstream.client)];
    await Promise.all(clients.map((client) => client.destroy()));
  }

  private swap({ file, secret }: UpstreamApisConfig): void {
    const loaded: LoadedUpstream[] = [];
    const connect: Parameters<typeof loadUpstream>[2]['connect'] = (settings, credential) =>
      new UpstreamClient(settings, credential, {
        // Names of the inner network are known to the system alone.
        resolver: settings.allowPrivateAddresses ? new SystemResolver() : new DnsResolver(),
        now: () => this.clock.now(),
        random: Math.random,
      });
    const around = { file, secret, requestTimeoutMs: this.config.requestTimeoutMs, connect };
    let next: State;
    try {
      readUpstreamsFile(file).forEach((settings, index) =>
        loaded.push(loadUpstream(settings, index, around)),
      );
      next = { routes: routesOf(loaded, this.host?.taken ?? new Set(), file), loaded };
    } catch (error) {
      for (const { upstream } of loaded) void upstream.client.destroy();
      throw error;
    }
    const old = this.state;
    this.state = next;
    this.host?.onSwap(next.loaded.flatMap(({ operations }) => operations.map(({ tool }) => tool)));
    this.retire(old);
    this.tell(next);
  }

  /** Calls that are on their way finish on the old connections; none of them is longer than the time limit. */
  private retire({ loaded }: State): void {
    for (const {
      upstream: { client },
    } of loaded) {
      this.retired.add(client);
      setTimeout(() => {
        this.retired.delete(client);
        void client.destroy();
      }, this.config.requestTimeoutMs * 2).unref();
    }
  }

  private tell({ loaded }: State): void {
    for (const { upstream, operations, leftOut } of loaded) {
      const line = {
        upstream: upstream.settings.name,
        operations: operations.length,
        ...(leftOut.length > 0 && { left_out: leftOut.length, reasons: leftOut.slice(0, NAMED_IN_LOG) }),
      };
      if (leftOut.length > 0) this.logger.warn(line, 'upstream loaded, some operations are not served');
      else this.logger.info(line, 'upstream loaded');
    }
  }
}

/** A request that was matched before a reload is served as it was judged. */
const served = new WeakMap<Route, ServedOperation>();

function routesOf(
  loaded: readonly LoadedUpstream[],
  taken: ReadonlySet<string>,
  file: string,
): UpstreamRoutes {
  const routes = new UpstreamRoutes();
  const owners = new Map([...taken].map((name) => [name.toLowerCase(), 'an operation of this API']));
  loaded.forEach(({ operations, upstream }, index) => {
    for (const operation of operations) {
      const { name } = operation.tool;
      const owner = owners.get(name.toLowerCase());
      if (owner !== undefined) {
        throw new UpstreamsFileError(
          `UPSTREAMS_FILE ${file}: upstreams[${index}] makes the tool ${name}, which ${owner} has already; choose another toolPrefix.`,
        );
      }
      owners.set(name.toLowerCase(), `the upstream ${upstream.settings.name}`);
      routes.add(operation);
      served.set(operation.route, operation);
    }
  });
  return routes;
}
