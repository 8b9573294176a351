import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation } from '@app/permissions';

const bodySchema = z.strictObject({ delay_ms: z.int().min(0).max(10_000) });
const replySchema = z.strictObject({ effect: z.int() });

/** An operation that takes as long as it is told and counts how often it really ran. */
@ApiTags('slow')
@Controller('v1/slow')
export class SlowController {
  static effects = 0;

  @Post()
  @Operation({
    id: 'create_slowly',
    summary: 'Create slowly',
    description: 'Take the given time, then count.',
    permission: 'any',
    hint: 'W',
    idempotent: true,
    response: { 201: replySchema },
  })
  async create(@Body({ schema: bodySchema }) body: { delay_ms: number }): Promise<{ effect: number }> {
    await sleep(body.delay_ms);
    SlowController.effects += 1;
    return { effect: SlowController.effects };
  }
}

@Module({ controllers: [SlowController] })
export class SlowModule {}
