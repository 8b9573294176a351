export { Alarm } from './alarm';
export { Jobs } from './jobs';
export type { EnqueueOptions, JobData, JobHandler, Worker, WorkOptions } from './jobs';
export { JobsModule } from './jobs.module';
export { PgBossJobs } from './pg-boss-jobs';
export type { PgBossJobsOptions } from './pg-boss-jobs';
export type { QueueName } from './queues';
