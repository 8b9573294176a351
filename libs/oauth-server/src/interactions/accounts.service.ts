import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserSessions, UserDirectory } from '@app/auth';
import type { BrowserSession, User } from '@app/auth';
import { noteAct } from '@app/telemetry';

/** A person who is signed in, in this browser. */
export interface Account {
  readonly session: BrowserSession;
  readonly user: User;
}

/** Who is signed in in a browser, and how that begins and ends. */
@Injectable()
export class Accounts {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly users: UserDirectory,
  ) {}

  async of(request: Request): Promise<Account | undefined> {
    const session = await this.sessions.of(request);
    const user = session && (await this.users.byId(session.userId));
    return session && user && !user.disabledAt ? { session, user } : undefined;
  }

  /** Begins a session in place of the one that the browser had, if it had one. */
  async begin(
    request: Request,
    response: Response,
    who: { readonly userId: string; readonly amr: readonly string[] },
  ): Promise<void> {
    await this.sessions.close(request);
    const { session, cookie } = await this.sessions.open({
      ...who,
      address: request.ip ?? '',
      userAgent: request.get('user-agent') ?? null,
    });
    note(request, 'sign_in', session);
    response.append('set-cookie', cookie);
  }

  /** Ends the session that the browser has. */
  async end(request: Request, response: Response): Promise<void> {
    const session = await this.sessions.of(request);
    response.append('set-cookie', await this.sessions.close(request));
    if (session) note(request, 'sign_out', session);
  }
}

/** In the team in which the session begins or ends; somebody without one is nobody's business yet. */
function note(request: Request, operationId: string, { id, userId, teamId }: BrowserSession): void {
  if (teamId !== null) noteAct(request, { operationId, userId, teamId, sessionId: id });
}
