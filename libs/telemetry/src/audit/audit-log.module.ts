import { Module } from '@nestjs/common';
import { AuditLogRepository } from './audit-log.repository';
import { AuditLog } from './audit-log.service';

/** Reading the audit trail. */
@Module({ providers: [AuditLogRepository, AuditLog], exports: [AuditLog] })
export class AuditLogModule {}
