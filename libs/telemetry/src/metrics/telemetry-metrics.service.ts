import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { AuditWriter } from '../audit/audit-writer.service';
import { Metrics } from './metrics.service';
import { productVersion } from './product-version';

/** What the platform tells of itself: what runs, connections to the database, the audit buffer. */
@Injectable()
export class TelemetryMetrics {
  constructor(metrics: Metrics, database: Database, audit: AuditWriter) {
    const build = { version: productVersion(), node: process.version };
    metrics.read('build_info', () => [{ labels: build, value: 1 }]);
    metrics.read('database_pool_connections', () => {
      const use = database.poolUse();
      if (!use) return [];
      return [
        { labels: { state: 'busy' }, value: use.busy },
        { labels: { state: 'idle' }, value: use.idle },
      ];
    });
    metrics.read('database_pool_size', () => plain(database.poolUse()?.size));
    metrics.read('database_pool_waiting', () => plain(database.poolUse()?.waiting));
    metrics.read('audit_entries_buffered', () => plain(audit.buffered));
    metrics.read('audit_entries_dropped_total', () => plain(audit.dropped));
  }
}

const plain = (value: number | undefined): { value: number }[] => (value === undefined ? [] : [{ value }]);
