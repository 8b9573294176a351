import { Module } from '@nestjs/common';
import { OperatorPort } from './operator-port.server';
import { Readiness } from './readiness.service';

/** Probes of the process, on METRICS_PORT and for whoever serves them elsewhere too. */
@Module({ providers: [Readiness, OperatorPort], exports: [Readiness] })
export class HealthModule {}
