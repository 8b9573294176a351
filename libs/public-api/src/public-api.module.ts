import { Module } from '@nestjs/common';
import { SharedModule } from './shared';

/** All resources of the Public API. */
@Module({ imports: [SharedModule] })
export class PublicApiModule {}
