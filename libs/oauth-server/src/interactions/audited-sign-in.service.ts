import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SignIn, UserDirectory } from '@app/auth';
import type { SignInResult } from '@app/auth';
import { requestIdOf } from '@app/errors';
import { AuditWriter, LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { KnownBrowser } from './known-browser';

/** Signing in with a password on a page; the teams of a person learn of it when somebody fails to sign in as them. */
@Injectable()
export class AuditedSignIn {
  constructor(
    private readonly signIn: SignIn,
    private readonly users: UserDirectory,
    private readonly browsers: KnownBrowser,
    private readonly audit: AuditWriter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async withPassword(request: Request, email: string, password: string): Promise<SignInResult> {
    const result = await this.signIn.withPassword({
      email,
      password,
      address: request.ip ?? '',
      isKnownBrowser: this.browsers.isOf(request, email),
    });
    if (result.outcome === 'signed_in') request.res?.append('set-cookie', this.browsers.set(email));
    if (result.outcome === 'refused') this.note(request, email);
    return result;
  }

  /** Nobody waits for it: an answer that did would tell by its time whether there is such a person. */
  private note(request: Request, email: string): void {
    const [ip, requestId, createdAt] = [request.ip ?? '', requestIdOf(request), new Date()];
    void this.users
      .byEmail(email)
      .then(async (user) => {
        for (const { teamId, role } of user ? await this.users.memberships(user.id) : []) {
          this.audit.append({
            teamId,
            userId: user?.id ?? null,
            credentialType: 'password',
            credentialId: 'password',
            role,
            source: 'dashboard',
            operationId: 'sign_in',
            targets: {},
            status: 400,
            cost: 0,
            requestId,
            ip,
            durationMs: 0,
            createdAt,
          });
        }
      })
      .catch((error: unknown) =>
        this.logger.warn(
          { err: error, request_id: requestId },
          'A failed sign-in is not in the audit trail.',
        ),
      );
  }
}
