import { Global, Module } from '@nestjs/common';
import { AuditTrailModule } from '@app/telemetry';
import { AuditCommands } from './audit/audit-commands';
import { OperatorAudit } from './audit/operator-audit';
import { IdentitiesCommands } from './identities/identities-commands';
import { KeyFinder } from './keys/key-finder';
import { KeysCommands } from './keys/keys-commands';
import { PeopleFinder } from './keys/people-finder';
import { OperatorCommands } from './operator-commands.service';
import { TeamsCommands } from './teams/teams-commands';

/** The operator's commands, to be run in this process. Other modules register theirs with `OperatorCommands`. */
@Global()
@Module({
  imports: [AuditTrailModule],
  providers: [
    OperatorCommands,
    OperatorAudit,
    KeyFinder,
    PeopleFinder,
    AuditCommands,
    KeysCommands,
    TeamsCommands,
    IdentitiesCommands,
  ],
  exports: [OperatorCommands],
})
export class OperatorCommandsModule {}
