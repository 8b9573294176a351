export { runDoctor } from './doctor';
export type { DoctorOptions } from './doctor';
export { DoctorUsageError } from './doctor-usage.error';
export { HOSTS } from './hosts/hosts';
export type { HostId } from './hosts/host';
export type { Verdict } from './outcome';
export { renderReport } from './report/render';
export type { Finding, HostVerdict, Report } from './report/report';
