export { Jobs } from './jobs';
export type { EnqueueOptions, JobData, JobHandler, Worker, WorkOptions } from './jobs';
export type { QueueName } from './queues';
