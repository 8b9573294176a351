import { Inject, Injectable, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { JobMetrics } from './job-metrics';
import { Jobs } from './jobs';
import { PgBossJobs } from './pg-boss-jobs';

/** Workers end before the database closes, which is one hook later. */
@Injectable()
class JobsCloser implements BeforeApplicationShutdown {
  constructor(
    @Inject(Jobs) private readonly jobs: PgBossJobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.jobs.stop(this.config.shutdownTimeoutMs);
  }
}

/** The job queues, injectable everywhere as `Jobs`. */
@Module({})
export class JobsModule {
  static forRoot(): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      providers: [
        {
          provide: Jobs,
          inject: [Database],
          useFactory: (database: Database): Promise<PgBossJobs> => PgBossJobs.open(database),
        },
        JobsCloser,
        JobMetrics,
      ],
      exports: [Jobs],
    };
  }
}
