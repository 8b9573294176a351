import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { toCaseSummaryView, toCaseView } from './case.schema';
import type { CaseSummaryView, CaseView } from './case.schema';
import { CaseLabels } from './case-labels';
import { CasesRepository } from './cases.repository';
import type { CaseFullRow, CaseSummaryRow } from './cases.repository';

/** Cases as replies show them; labels of any number of cases are one query. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly cases: CasesRepository,
    private readonly labels: CaseLabels,
  ) {}

  async summaries(teamId: TeamId, rows: readonly CaseSummaryRow[]): Promise<CaseSummaryView[]> {
    const labels = await this.labels.ofCases(teamId, idsOf(rows));
    return rows.map((row) => toCaseSummaryView(row, labels.get(row.id) ?? []));
  }

  async full(teamId: TeamId, rows: readonly CaseFullRow[]): Promise<CaseView[]> {
    const labels = await this.labels.ofCases(teamId, idsOf(rows));
    return rows.map((row) => toCaseView(row, labels.get(row.id) ?? []));
  }

  /** @throws not_found */
  async one(teamId: TeamId, id: string): Promise<CaseView> {
    const row = await this.cases.find(teamId, id);
    if (!row) throw new ApiException('not_found');
    return (await this.full(teamId, [row]))[0]!;
  }

  /** @returns the case that the run works on */
  async claimedBy(teamId: TeamId, runId: string): Promise<CaseView | undefined> {
    const row = await this.cases.findClaimedBy(teamId, runId);
    return row && (await this.full(teamId, [row]))[0];
  }

  /** @param ids in their order */
  async byIds(teamId: TeamId, ids: readonly string[]): Promise<CaseView[]> {
    return this.full(teamId, await this.cases.byIds(teamId, ids));
  }
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
