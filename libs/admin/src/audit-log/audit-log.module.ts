import { Module } from '@nestjs/common';
import { AuditTrailModule } from '@app/telemetry';
import { AuditLogController } from './audit-log.controller';

/** The audit trail over HTTP, for admins of the team. */
@Module({ imports: [AuditTrailModule], controllers: [AuditLogController] })
export class AuditLogHttpModule {}
