import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { ServerKeys } from '../keys/server-keys.service';
import { admitLoopbackTwins } from '../registration/loopback-twins';
import { holdErrors } from './hold-errors';
import { loadLibrary } from './library';
import { trimMetadata } from './metadata';
import { ProviderEvents } from './provider-events';
import { ServerConfiguration } from './server-configuration';
import { tieToBrowser } from './tie-to-browser';

/** How often a replica looks for new keys, in milliseconds; well under the time in which they become active. */
const KEY_POLL_MS = 30_000;

type Session = InstanceType<Provider['Session']>;

interface Running {
  readonly provider: Provider;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly keysVersion: string;
}

/** The embedded authorization server; not running where an external one issues the tokens. */
@Injectable()
export class AuthorizationServer implements OnModuleInit, OnModuleDestroy {
  private running: Running | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly keys: ServerKeys,
    private readonly configuration: ServerConfiguration,
    private readonly events: ProviderEvents,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.oauth.external) return;
    await this.reload();
    this.keys.onRotation(() => this.reload());
    this.timer = setInterval(() => void this.poll(), KEY_POLL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @throws before the module has started, and where an external server issues the tokens */
  get provider(): Provider {
    return this.current.provider;
  }

  /** Serves a request whose path is one of the library's. Bound, so that it can be passed around. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    void this.current.handle(request, response);
  };

  /** The library's own session of this browser. One that is new has no account. */
  sessionOf(request: IncomingMessage, response: ServerResponse): Promise<Session> {
    const context = this.provider.createContext(request, response);
    return this.provider.Session.get(context);
  }

  /** Reads the keys and, if they are others than before, sets the library up anew; it reads them only then. */
  async reload(): Promise<void> {
    const keys = await this.keys.load();
    if (keys.version === this.running?.keysVersion) return;
    const library = await loadLibrary();
    const provider = new library.Provider(this.config.publicUrl, this.configuration.of(library, keys));
    // Whatever arrives is behind our canonical headers, which speak of the public URL.
    provider.proxy = true;
    provider.use(trimMetadata);
    provider.use(tieToBrowser(this.config.publicUrl));
    provider.use(holdErrors);
    admitLoopbackTwins(provider.Client.prototype);
    this.events.listen(provider);
    this.running = { provider, handle: provider.callback(), keysVersion: keys.version };
  }

  private get current(): Running {
    if (!this.running) throw new Error('The embedded authorization server is not running.');
    return this.running;
  }

  private async poll(): Promise<void> {
    await this.reload().catch((error: unknown) =>
      this.logger.warn({ err: error }, 'The keys of the authorization server could not be read again.'),
    );
  }
}
