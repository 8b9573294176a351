import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Surface } from '@app/permissions';
import { send } from './page-answer';
import { SignOut } from './sign-out.service';

/** The page on which a person signs out of this browser. */
@Controller('oauth/sign-out')
export class SignOutController {
  constructor(private readonly signOut: SignOut) {}

  @Get()
  @Surface({ id: 'oauth_sign_out_page', access: 'public' })
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.signOut.show(request));
  }

  @Post()
  @Surface({ id: 'oauth_sign_out', access: 'public' })
  async submit(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.signOut.submit(request, response));
  }
}
