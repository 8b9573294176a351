import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { Clock } from '@app/auth';
import { ClientUsage } from '../clients/client-usage';
import { keepLastGoodClients } from '../registration/last-good-clients';
import { FlowLog } from './flow-log';

/** Who listens to what the library tells. */
@Injectable()
export class ProviderEvents {
  constructor(
    private readonly log: FlowLog,
    private readonly usage: ClientUsage,
    private readonly clock: Clock,
  ) {}

  listen(provider: Provider): void {
    this.log.listen(provider);
    this.usage.listen(provider);
    keepLastGoodClients(provider, this.clock);
  }
}
