import { CaseAgents } from './case-agents';
import { CaseBulkController } from './case-bulk.controller';
import { CaseBulkService } from './case-bulk.service';
import { CaseChangesService } from './case-changes.service';
import { CaseClaims } from './case-claims';
import { CaseCreation } from './case-creation';
import { CaseDispatch } from './case-dispatch.repository';
import { CaseEdits } from './case-edits';
import { CaseEventsRepository } from './case-events.repository';
import { CaseQueueController } from './case-queue.controller';
import { CaseRemoval } from './case-removal';
import { CaseRunObserver } from './case-run-observer';
import { CaseRunsRepository } from './case-runs.repository';
import { CaseStatusRepository } from './case-status.repository';
import { CaseTakeover } from './case-takeover';
import { CaseTransitions } from './case-transitions';
import { CaseViews } from './case-views';
import { CaseWork } from './case-work';
import { CasesController } from './cases.controller';
import { CasesRepository } from './cases.repository';
import { CasesService } from './cases.service';

/** The cases' own part of the module. */
export const CASE_CONTROLLERS = [CaseQueueController, CaseBulkController, CasesController];

/** For whoever dispatches cases and executes runs. */
export const CASE_EXPORTS = [CaseWork, CaseDispatch];

export const CASE_PROVIDERS = [
  ...CASE_EXPORTS,
  CasesService,
  CaseChangesService,
  CaseBulkService,
  CaseAgents,
  CaseTakeover,
  CaseTransitions,
  CaseClaims,
  CaseCreation,
  CaseEdits,
  CaseRemoval,
  CaseViews,
  CaseRunObserver,
  CasesRepository,
  CaseStatusRepository,
  CaseEventsRepository,
  CaseRunsRepository,
];
