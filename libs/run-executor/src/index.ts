export { Executor } from './executor';
export { StepContext } from './step-context';
export type { AgentToolCall } from './step-context';
export { StepFailure } from './step-failure';
export { RunExecutorModule } from './run-executor.module';
export { RunWorker } from './run-worker';
export { RunDriver } from './run-driver';
export { Dispatcher } from './dispatcher';
export { Housekeeping } from './housekeeping';
