import { Body, Controller, Delete, Get, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { KIB, Surface } from '@app/permissions';
import { doneReply } from '../fields.schemas';
import { Me } from './me.service';
import { currentTeamBody, meReply, signInBody, signInWaysReply } from './session.schemas';
import type { CurrentTeamBody, SignInBody } from './session.schemas';
import { DashboardSession } from './session.service';

/** Public as routes go, because a person without a team has a session and yet no rights: each asks for it itself. */
@ApiTags('session')
@Controller('api/settings')
export class SessionController {
  constructor(
    private readonly session: DashboardSession,
    private readonly person: Me,
  ) {}

  @Get('sign-in')
  @Surface({
    id: 'settings_get_sign_in_ways',
    access: 'public',
    document: {
      summary: 'Ways to sign in',
      description: 'Whether this server takes passwords, and the identity provider that it sends people to.',
      response: { 200: signInWaysReply },
    },
  })
  ways() {
    return this.session.ways();
  }

  @Post('session')
  @Surface({
    id: 'settings_sign_in',
    access: 'public',
    bodyLimit: 16 * KIB,
    bodyOfAnybody: true,
    document: {
      summary: 'Sign in',
      description: 'Begin a session of this browser, in the first of the person’s teams.',
      response: { 200: doneReply },
    },
  })
  signIn(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body({ schema: signInBody }) body: SignInBody,
  ) {
    return this.session.signIn(request, response, body);
  }

  @Delete('session')
  @Surface({
    id: 'settings_sign_out',
    access: 'public',
    document: {
      summary: 'Sign out',
      description: 'End the session of this browser, on every replica at once.',
      response: { 200: doneReply },
    },
  })
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return this.session.signOut(request, response);
  }

  @Get('me')
  @Surface({
    id: 'settings_get_me',
    access: 'public',
    document: {
      summary: 'Who is signed in',
      description: 'The person, their teams, the team in which the session acts, and its CSRF token.',
      response: { 200: meReply },
    },
  })
  me(@Req() request: Request) {
    return this.person.show(request);
  }

  @Put('current-team')
  @Surface({
    id: 'settings_set_current_team',
    access: 'public',
    bodyLimit: 16 * KIB,
    bodyOfAnybody: true,
    document: {
      summary: 'Switch team',
      description: 'Let the session act in another of the person’s teams.',
      response: { 200: meReply },
      errors: ['not_found'],
    },
  })
  setCurrentTeam(@Req() request: Request, @Body({ schema: currentTeamBody }) body: CurrentTeamBody) {
    return this.person.setCurrentTeam(request, body);
  }
}
