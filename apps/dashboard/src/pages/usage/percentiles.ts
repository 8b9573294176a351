import type { AuditEntry } from '../../api/types';

export interface OperationLatency {
  readonly operation: string;
  readonly calls: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** @returns durations and failures per operation, the most called first */
export function latencies(entries: readonly AuditEntry[]): OperationLatency[] {
  const byOperation = Map.groupBy(entries, ({ operation_id: operation }) => operation);
  return [...byOperation]
    .map(([operation, calls]) => {
      const sorted = calls.map((entry) => entry.duration_ms).sort((a, b) => a - b);
      return {
        operation,
        calls: calls.length,
        failed: calls.filter(({ status }) => status >= 400).length,
        p50: percentile(sorted, 0.5),
        p95: percentile(sorted, 0.95),
        p99: percentile(sorted, 0.99),
      };
    })
    .sort((a, b) => b.calls - a.calls);
}

/** @param sorted ascending; the nearest rank */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
