import { Module } from '@nestjs/common';
import { ControlSocketServer } from './control-socket/control-socket.server';
import { OperatorCommandsModule } from './operator-commands.module';

/** The operator's commands, and the socket through which a running server takes them. */
@Module({
  imports: [OperatorCommandsModule],
  providers: [ControlSocketServer],
  exports: [OperatorCommandsModule],
})
export class OperatorModule {}
