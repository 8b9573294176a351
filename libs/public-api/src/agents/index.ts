export { AgentsModule } from './agents.module';
export { RunnableAgents } from './runnable-agents';
export { LiveConfigs } from './live-configs';
export type { QueueAgent, QueueConsumer } from './live-configs';
export { agentsTable, revisionsTable } from './agents.tables';
export type { AgentRow, RevisionRow } from './agents.tables';
export type { AgentConfig } from './agent-config.schema';
