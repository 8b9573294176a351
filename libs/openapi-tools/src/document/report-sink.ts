import type { ReportEntry, ReportSeverity } from '../model/report';

/** Collects what one operation loses; equal entries count once. */
export class ReportSink {
  private readonly seen = new Set<string>();
  readonly entries: ReportEntry[] = [];

  constructor(readonly operation: string | null) {}

  add(severity: ReportSeverity, code: string, pointer: string, message: string): void {
    const key = `${severity} ${code} ${pointer}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.entries.push({ severity, code, pointer, operation: this.operation, message });
  }
}
