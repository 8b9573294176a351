import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { ClientRemoval } from '../clients/client-removal';
import { RegistrationsRepository } from '../clients/registrations.repository';
import { ConnectedApps } from '../connected-apps/connected-apps.service';
import { ArtifactsRepository } from './artifacts.repository';

const INTERVAL_MS = 10 * 60_000;
/** Rows of one statement, so that none holds its locks for long. */
const BATCH = 1000;

/** Removes now and then what is over. Every replica may do it; each statement is harmless to repeat. */
@Injectable()
export class OAuthHousekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly artifacts: ArtifactsRepository,
    private readonly registrations: RegistrationsRepository,
    private readonly apps: ConnectedApps,
    private readonly clients: ClientRemoval,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tick(), INTERVAL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Expired artifacts, then grants with nothing left under them, then clients that nobody uses. */
  async sweep(): Promise<void> {
    while ((await this.artifacts.sweep(BATCH)) === BATCH);
    await this.apps.revokeGrants(await this.artifacts.emptyGrants(BATCH));
    await this.clients.remove(await this.registrations.forgettable(BATCH));
  }

  private tick(): Promise<void> {
    this.running ??= this.sweep()
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'What is over in the authorization server was not removed.'),
      )
      .finally(() => (this.running = undefined));
    return this.running;
  }
}
