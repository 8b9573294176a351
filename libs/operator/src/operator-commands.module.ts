import { Global, Module } from '@nestjs/common';
import { KeysCommands } from './keys/keys-commands';
import { PeopleFinder } from './keys/people-finder';
import { OperatorCommands } from './operator-commands.service';

/** The operator's commands, to be run in this process. Other modules register theirs with `OperatorCommands`. */
@Global()
@Module({ providers: [OperatorCommands, PeopleFinder, KeysCommands], exports: [OperatorCommands] })
export class OperatorCommandsModule {}
