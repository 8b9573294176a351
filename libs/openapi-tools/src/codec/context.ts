import type { IssueCode, RefusalIssue } from '../model/request';

/** Enough to act on; a longer list would only echo the caller's garbage. */
const MAX_ISSUES = 50;

/** What one call of `encode` gathers on its way. */
export class EncodeContext {
  issues: RefusalIssue[] | null = null;
  coercions = 0;

  constructor(readonly coerce: boolean) {}

  refuse(field: string, code: IssueCode, message: string): void {
    this.issues ??= [];
    if (this.issues.length < MAX_ISSUES) this.issues.push({ field, code, message });
  }
}
