export { Executor } from './executor';
export { StepContext } from './step-context';
export type { AgentToolCall } from './step-context';
export type { MessagePage } from './step-reads';
export { StepFailure } from './step-failure';
export { RunExecutorModule } from './run-executor.module';
export { RunDriver } from './run-driver';
export { Dispatcher } from './dispatcher';
