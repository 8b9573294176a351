import { Module } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { CallRecorder } from '../call-recorder.service';
import { openTracer } from './open-tracer';
import { Tracing } from './tracing.service';

/** Traces of the calls that a process serves. */
@Module({
  providers: [
    {
      provide: Tracing,
      inject: [CONFIG, CallRecorder],
      useFactory: async (config: Config, recorder: CallRecorder) =>
        new Tracing(await openTracer(config), recorder),
    },
  ],
  exports: [Tracing],
})
export class TracingModule {}
