export { endOnSignals } from './end-on-signals';
export { HealthModule } from './health.module';
export { OperatorPortError } from './operator-port.error';
export { Readiness } from './readiness.service';
export type { ReadinessReport } from './readiness.service';
