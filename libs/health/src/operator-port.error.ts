import type { MetricsConfig } from '@app/config';

/** METRICS_PORT cannot be opened. The message is one sentence for the operator. */
export class OperatorPortError extends Error {
  constructor(error: unknown, { port, host }: MetricsConfig) {
    const { code } = error as NodeJS.ErrnoException;
    super(
      code === 'EADDRINUSE'
        ? `METRICS_PORT ${port} on ${host} is taken; give each process of this machine a free one, or leave it out.`
        : `METRICS_PORT ${port} cannot be opened on ${host} (${code}); set METRICS_HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0, and METRICS_PORT to a port above 1023.`,
      { cause: error },
    );
  }
}
