import { Module } from '@nestjs/common';
import { BacklogMetrics } from './backlog-metrics.service';
import { BacklogRepository } from './backlog.repository';

/** How much work lies in the database, for those who run the product. */
@Module({ providers: [BacklogRepository, BacklogMetrics] })
export class BacklogModule {}
