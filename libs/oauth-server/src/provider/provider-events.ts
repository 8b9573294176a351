import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { ClientUsage } from '../clients/client-usage';
import { FlowLog } from './flow-log';

/** Who listens to what the library tells. */
@Injectable()
export class ProviderEvents {
  constructor(
    private readonly log: FlowLog,
    private readonly usage: ClientUsage,
  ) {}

  listen(provider: Provider): void {
    this.log.listen(provider);
    this.usage.listen(provider);
  }
}
