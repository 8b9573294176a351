import { z } from 'zod';
import {
  idParam,
  pageBody,
  pageQuery,
  pageReply,
  patchBody,
  queryArray,
  search,
  sortOrder,
  successReply,
  text,
  timeInput,
  uuid,
} from '../shared';
import { caseData } from './case-data.schema';
import { CASE_PRIORITIES, CASE_STATUSES } from './case-machine';
import { caseEventSchema, caseSchema, caseSummarySchema } from './case.schema';
import { labelNameInput } from './labels.schemas';

export const CASE_SORTS = ['created_at', 'updated_at', 'postponed_to'] as const;
export type CaseSort = (typeof CASE_SORTS)[number];
const sortBy = () => z.enum(CASE_SORTS).default('created_at');

export const listCasesQuery = z.strictObject({
  status: queryArray(z.enum(CASE_STATUSES)),
  search: search().describe('Part of the title'),
  assigned_agent_id: uuid().optional(),
  created_at_from: timeInput().optional(),
  updated_at_from: timeInput().optional(),
  sort_by: sortBy(),
  sort_order: sortOrder(),
  ...pageQuery(100, 20),
});
export type ListCasesQuery = z.output<typeof listCasesQuery>;

const labelFilter = z.strictObject({
  key: text(0, 50).describe('"" for a plain tag'),
  values: z.array(text(1, 100)).min(1).max(20).describe('Any of these'),
});

export const searchCasesBody = z.strictObject({
  query: search(500).describe('Part of the title, of a value in data or of a label value'),
  status: z.array(z.enum(CASE_STATUSES)).min(1).optional(),
  priority: z.array(z.enum(CASE_PRIORITIES)).min(1).optional(),
  labels: z.array(labelFilter).max(10).optional().describe('All must match'),
  created_at_from: timeInput().optional(),
  created_at_to: timeInput().optional(),
  updated_at_from: timeInput().optional(),
  updated_at_to: timeInput().optional(),
  sort_by: sortBy(),
  sort_order: sortOrder(),
  ...pageBody(100, 25),
});
export type SearchCasesBody = z.output<typeof searchCasesBody>;

const title = () => text(1, 500);
const priority = () => z.enum(CASE_PRIORITIES);

/** A case to be created, by a person or by a run. */
export const newCase = z.strictObject({
  title: title(),
  data: caseData().default({}).describe('Free JSON object, at most 64 KiB and 8 levels deep'),
  priority: priority().default('normal'),
  labels: z.array(labelNameInput).max(50).default([]).describe('Missing ones are created on the queue'),
});
export type NewCaseInput = z.output<typeof newCase>;

export const createCasesBody = z.strictObject({ cases: z.array(newCase).min(1).max(100) });
export type CreateCasesBody = z.output<typeof createCasesBody>;

export const updateCaseBody = patchBody({
  title: title().optional(),
  data: caseData().optional().describe('Replaces the whole object'),
  priority: priority().optional(),
});
export type UpdateCaseBody = z.output<typeof updateCaseBody>;

export const listCaseRunsQuery = z.strictObject(pageQuery(50, 20));
export type ListCaseRunsQuery = z.output<typeof listCaseRunsQuery>;

export const caseParam = idParam('case_id');
export const caseQueueParam = idParam('queue_id');
export const casesReply = pageReply('cases', caseSummarySchema);
export const foundCasesReply = pageReply('cases', caseSchema);
export const createdCasesReply = z.strictObject({ cases: z.array(caseSchema) });
export const caseReply = z.strictObject({ case: caseSchema });
export const caseDetailReply = z.strictObject({
  case: caseSchema,
  events: z.array(caseEventSchema).describe('The newest 100, newest first'),
});
export const deletedCaseReply = successReply.extend({ interrupted_run_ids: z.array(uuid()) });
