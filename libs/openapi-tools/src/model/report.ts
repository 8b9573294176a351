/**
 * `refused`: the operation gives no tool. `lossy`: a tool exists and shows less than the document.
 * `info`: worth knowing, nothing lost.
 */
export type ReportSeverity = 'refused' | 'lossy' | 'info';

export interface ReportEntry {
  severity: ReportSeverity;
  /** Stable reason code, for example `external_ref` or `unsupported_media_type`. */
  code: string;
  /** JSON pointer into the document. */
  pointer: string;
  /** `METHOD /path`, or null for the document as a whole. */
  operation: string | null;
  message: string;
}

export interface Report {
  entries: ReportEntry[];
  /** Operations found in the document, tools made of them, operations refused or left out. */
  counts: { operations: number; tools: number; refused: number; skipped: number };
}
