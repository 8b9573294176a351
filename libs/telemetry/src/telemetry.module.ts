import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AuditRetentionRepository } from './audit/audit-retention.repository';
import { AuditRetention } from './audit/audit-retention.service';
import { AuditRepository } from './audit/audit.repository';
import { AuditWriter } from './audit/audit-writer.service';
import { CallRecorder } from './call-recorder.service';
import { CallMetrics } from './metrics/call-metrics.service';
import { Metrics } from './metrics/metrics.service';
import { TelemetryMetrics } from './metrics/telemetry-metrics.service';
import { LOGGER } from './logger';
import type { Logger } from './logger';

/** Logger, audit trail and call recorder, injectable everywhere. */
@Module({})
export class TelemetryModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: TelemetryModule,
      global: true,
      providers: [
        { provide: LOGGER, useValue: logger },
        AuditRepository,
        AuditWriter,
        AuditRetentionRepository,
        AuditRetention,
        CallRecorder,
        Metrics,
        CallMetrics,
        TelemetryMetrics,
      ],
      exports: [LOGGER, AuditWriter, AuditRetention, CallRecorder, Metrics],
    };
  }
}
