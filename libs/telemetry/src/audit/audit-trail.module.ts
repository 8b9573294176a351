import { Module } from '@nestjs/common';
import { AuditLogRepository } from './audit-log.repository';
import { AuditLog } from './audit-log.service';
import { AuditRecords } from './audit-records.service';
import { AuditRepository } from './audit.repository';

/** The audit trail without requests: reading it, and writing what is done by hand. */
@Module({
  providers: [AuditLogRepository, AuditLog, AuditRepository, AuditRecords],
  exports: [AuditLog, AuditRecords],
})
export class AuditTrailModule {}
