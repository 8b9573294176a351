import { Global, Module } from '@nestjs/common';
import { PubSub } from './pub-sub';

/** Messages between replicas, injectable everywhere as `PubSub`. */
@Global()
@Module({ providers: [PubSub], exports: [PubSub] })
export class PubSubModule {}
