import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Accounts } from '../interactions/accounts.service';
import type { PageAnswer } from '../interactions/page-answer';
import { Interactions } from '../provider/interactions';
import { TICKET_SECONDS } from './federation-attempt';
import type { FederationTicket } from './federation-attempt';
import { FederationCookies } from './federation-cookies';
import { federatedReturnPath } from './federation-paths';
import { notAccepted } from './federation-problem';
import type { FederationGoal } from './federation-problem';
import { FederationStore } from './federation-store.service';

/** How a person proved who they are: elsewhere. */
const AMR = ['fed'];

/** Leads people who have signed in at the provider to where they wanted to go. */
@Injectable()
export class FederationArrival {
  constructor(
    private readonly interactions: Interactions,
    private readonly accounts: Accounts,
    private readonly store: FederationStore,
    private readonly cookies: FederationCookies,
  ) {}

  /** From the callback on. The cookie of a request for access is not sent there, so it goes on one path further. */
  async lead(
    request: Request,
    response: Response,
    userId: string,
    goal: FederationGoal,
  ): Promise<PageAnswer> {
    if ('next' in goal) {
      await this.accounts.begin(request, response, { userId, amr: AMR });
      return { seeOther: goal.next };
    }
    const id = this.store.newId();
    const ticket: FederationTicket = { uid: goal.uid, userId };
    await this.store.put('FederationTicket', id, ticket, TICKET_SECONDS);
    response.append('set-cookie', this.cookies.ticket(goal.uid).set(id, TICKET_SECONDS));
    return { seeOther: federatedReturnPath(goal.uid) };
  }

  /** @throws FederationProblem without a ticket; InteractionGone without the request for access */
  async finish(request: Request, response: Response): Promise<PageAnswer> {
    const { uid } = await this.interactions.of(request, response);
    const cookie = this.cookies.ticket(uid);
    const id = cookie.read(request);
    const ticket = id && (await this.store.find<FederationTicket>('FederationTicket', id));
    if (!id || !ticket || ticket.uid !== uid) throw notAccepted('a return without a ticket', { uid });
    response.append('set-cookie', cookie.clear());
    if (!(await this.store.use('FederationTicket', id))) throw notAccepted('a return came twice', { uid });
    const who = { userId: ticket.userId, amr: AMR };
    await this.accounts.begin(request, response, who);
    return { seeOther: await this.interactions.finishSignIn(request, response, who) };
  }
}
