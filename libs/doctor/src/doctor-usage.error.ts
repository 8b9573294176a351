/** The doctor was asked for something it cannot do; the message names the remedy. */
export class DoctorUsageError extends Error {}
