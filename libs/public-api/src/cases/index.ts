export { CasesModule } from './cases.module';
export { CaseLabels, MAX_LABELS_PER_CASE } from './case-labels';
export type { LabelActor } from './case-labels.repository';
export type { LabelName } from './label-name';
export { labelsTable, queuesTable } from './queues.tables';
export type { LabelRow, QueueRow } from './queues.tables';
