import { Global, Module } from '@nestjs/common';
import { IdentitiesCommands } from './identities/identities-commands';
import { KeysCommands } from './keys/keys-commands';
import { PeopleFinder } from './keys/people-finder';
import { OperatorCommands } from './operator-commands.service';
import { TeamsCommands } from './teams/teams-commands';

/** The operator's commands, to be run in this process. Other modules register theirs with `OperatorCommands`. */
@Global()
@Module({
  providers: [OperatorCommands, PeopleFinder, KeysCommands, TeamsCommands, IdentitiesCommands],
  exports: [OperatorCommands],
})
export class OperatorCommandsModule {}
