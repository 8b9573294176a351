import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { Readiness } from '@app/health';
import type { ReadinessReport } from '@app/health';
import { Surface } from '@app/permissions';

/** Health for the balancer and the orchestrator: alive, and ready to serve. */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('livez')
  @Surface({ id: 'livez', access: 'public' })
  livez(): object {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Surface({ id: 'readyz', access: 'public' })
  async readyz(@Res({ passthrough: true }) response: Response): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    if (report.status !== 'ready') {
      response.status(503);
      response.setHeader('retry-after', String(UNAVAILABLE_RETRY_SECONDS));
    }
    return report;
  }
}
