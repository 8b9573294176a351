import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { Relay } from './proxy/relay.service';
import { ReloadWatch } from './reload-watch.service';
import { UpstreamsController } from './upstreams.controller';
import { Upstreams } from './upstreams.service';

@Module({})
export class UpstreamsModule {
  /** @param isOn whether any are configured; if not, there is no route either */
  static forRoot(isOn: boolean): DynamicModule {
    return {
      module: UpstreamsModule,
      imports: [AuthModule],
      controllers: isOn ? [UpstreamsController] : [],
      providers: [Upstreams, Relay, ReloadWatch],
      exports: [Upstreams],
    };
  }
}
