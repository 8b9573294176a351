export { PublicApiModule } from './public-api.module';
export { IdempotencyInterceptor } from './idempotency';
export { TimeLimitInterceptor, UndeclaredInputInterceptor } from './pipeline';
export {
  WebhookSecrets,
  WebhookSecretsModule,
  WebhookSender,
  WebhookSweeper,
  WebhooksModule,
} from './webhooks';
export { DEMO_TEAM, DEMO_USERS, demoId, DemoSeeder, demoUserId } from './demo';

// What an executor of runs needs: the rules stay here, whoever drives them.
export { LiveConfigs, RunnableAgents } from './agents';
export type { AgentConfig, QueueConsumer, RevisionRow } from './agents';
export { CaseDispatch, CaseLabels, CaseWork } from './cases';
export type { CaseView } from './cases';
export { ConnectionCredentials, ConnectionsService } from './connections';
export type { Credentials } from './connections';
export { FileReader, FileWriter } from './files';
export {
  faultOfAsk,
  HumanRequestExpiry,
  isActive,
  RunPlaces,
  RunStarter,
  RunSteps,
  RunWatch,
  RunWrites,
} from './runs';
export type {
  Ask,
  HeldRun,
  HumanRequestRow,
  MessageRow,
  NewMessage,
  RunError,
  RunErrorCode,
  RunRow,
} from './runs';
export { RunSandboxes, SandboxCleaner } from './sandboxes';
