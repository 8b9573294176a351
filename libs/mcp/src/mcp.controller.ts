import { All, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { principalOf } from '@app/auth';
import { FILE_BODY_LIMIT, Surface } from '@app/permissions';
import { MessageAnswers } from './message-answers.service';

/** What on `/v1/mcp` is not a tool call: lists, handshake, discovery, unknown tools and protocol errors. */
@Controller('v1/mcp')
export class McpController {
  constructor(private readonly answers: MessageAnswers) {}

  @All()
  @Surface({ id: 'mcp', access: 'credential', bodyLimit: FILE_BODY_LIMIT })
  handle(@Req() request: Request, @Res() response: Response): Promise<void> | void {
    const principal = principalOf(request);
    if (principal) return this.answers.answer(request, response, principal);
  }
}
