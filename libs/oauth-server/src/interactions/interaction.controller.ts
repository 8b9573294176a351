import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Surface } from '@app/permissions';
import { ConsentStep } from './consent-step.service';
import { InteractionStep } from './interaction-step.service';
import { pathsOf } from './interaction-paths';
import { send } from './page-answer';
import { SignInStep } from './sign-in-step.service';
import { SwitchAccount } from './switch-account.service';

/** The pages between a request for access and its end. */
@Controller('oauth/interaction/:uid')
export class InteractionController {
  constructor(
    private readonly step: InteractionStep,
    private readonly signIn: SignInStep,
    private readonly consent: ConsentStep,
    private readonly switchAccount: SwitchAccount,
  ) {}

  @Get()
  @Surface({ id: 'oauth_interaction', access: 'public' })
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.step.show(request, response));
  }

  /** Where a form was answered with a page, its address stays in the browser: opened again, it leads back. */
  @Get(['sign-in', 'consent', 'switch-account'])
  @Surface({ id: 'oauth_interaction_again', access: 'public' })
  showAgain(@Param('uid') uid: string, @Res() response: Response): void {
    send(response, { seeOther: pathsOf(uid).page });
  }

  @Post('sign-in')
  @Surface({ id: 'oauth_sign_in', access: 'public' })
  async submitSignIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.signIn.submit(request, response));
  }

  @Post('consent')
  @Surface({ id: 'oauth_consent', access: 'public' })
  async submitConsent(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.consent.submit(request, response));
  }

  @Post('switch-account')
  @Surface({ id: 'oauth_switch_account', access: 'public' })
  async submitSwitch(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.switchAccount.submit(request, response));
  }
}
