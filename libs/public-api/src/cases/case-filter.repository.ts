import { and, asc, desc, eq, gte, ilike, inArray, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { SortOrder } from '../shared';
import type { CasePriority, CaseStatus } from './case-machine';
import { caseLabelsTable, casesTable } from './cases.tables';
import type { CaseSort } from './cases.schemas';
import { labelsTable } from './queues.tables';

export interface LabelFilter {
  readonly key: string;
  /** Any of these. */
  readonly values: readonly string[];
}

/** Which cases of a queue; bounds are included. */
export interface CaseFilter {
  readonly queueId: string;
  readonly status?: readonly CaseStatus[] | undefined;
  readonly priority?: readonly CasePriority[] | undefined;
  /** Part of the title. */
  readonly title?: string | undefined;
  /** Part of the title, of a value in the data, or of the value of a label. */
  readonly anywhere?: string | undefined;
  /** All must match. */
  readonly labels?: readonly LabelFilter[] | undefined;
  readonly assignedAgentId?: string | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
  readonly updatedFrom?: Date | undefined;
  readonly updatedTo?: Date | undefined;
}

export function matches(teamId: TeamId, filter: CaseFilter): SQL | undefined {
  const { createdFrom, createdTo, updatedFrom, updatedTo } = filter;
  return and(
    eq(casesTable.teamId, teamId),
    eq(casesTable.queueId, filter.queueId),
    filter.status && inArray(casesTable.status, [...filter.status]),
    filter.priority && inArray(casesTable.priority, [...filter.priority]),
    filter.title ? ilike(casesTable.title, containsPattern(filter.title)) : undefined,
    filter.anywhere ? mentions(containsPattern(filter.anywhere)) : undefined,
    ...(filter.labels ?? []).map(hasLabel),
    filter.assignedAgentId ? eq(casesTable.assignedAgentId, filter.assignedAgentId) : undefined,
    createdFrom && gte(casesTable.createdAt, createdFrom),
    createdTo && lte(casesTable.createdAt, createdTo),
    updatedFrom && gte(casesTable.updatedAt, updatedFrom),
    updatedTo && lte(casesTable.updatedAt, updatedTo),
  );
}

/** Without a time to be postponed to a case stands last, in either order. */
export function ordered(sort: CaseSort, order: SortOrder): SQL[] {
  const direction = order === 'asc' ? asc : desc;
  switch (sort) {
    case 'postponed_to':
      return [sql`${direction(casesTable.postponedTo)} nulls last`, direction(casesTable.id)];
    case 'updated_at':
      return [direction(casesTable.updatedAt), direction(casesTable.id)];
    case 'created_at':
      return [direction(casesTable.createdAt), direction(casesTable.id)];
  }
}

/**
 * Values at any depth count, keys do not; `#>> '{}'` is the text of a scalar.
 * https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-SQLJSON-PATH
 */
function mentions(pattern: string): SQL | undefined {
  const inData = sql`exists (
    select 1 from jsonb_path_query(${casesTable.data}, 'strict $.**') as part(value)
    where jsonb_typeof(part.value) not in ('object', 'array') and part.value #>> '{}' ilike ${pattern})`;
  return or(ilike(casesTable.title, pattern), inData, labelled(ilike(labelsTable.value, pattern)));
}

const hasLabel = ({ key, values }: LabelFilter): SQL =>
  labelled(and(eq(labelsTable.key, key), inArray(labelsTable.value, [...values])));

const labelled = (rule: SQL | undefined): SQL => sql`exists (
  select 1 from ${caseLabelsTable} join ${labelsTable} on ${eq(labelsTable.id, caseLabelsTable.labelId)}
  where ${and(eq(caseLabelsTable.caseId, casesTable.id), rule)})`;
