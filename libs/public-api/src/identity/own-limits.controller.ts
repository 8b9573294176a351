import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { IdentityService } from './identity.service';
import { limitsReply } from './limits.schemas';

/** Stands here and not in `@app/settings`, which knows nothing of runs and files. */
@ApiTags('limits')
@Controller('api/settings/limits')
export class OwnLimitsController {
  constructor(private readonly identity: IdentityService) {}

  @Get()
  @Surface({
    id: 'settings_get_limits',
    access: 'session',
    document: {
      summary: 'Own limits',
      description:
        'Rate limits as they hold for this session, with what remains of them, and how much the team uses of runs, sandboxes and storage.',
      response: { 200: limitsReply },
    },
  })
  limits(@Caller() caller: CallerContext) {
    return this.identity.effectiveLimits(caller);
  }
}
