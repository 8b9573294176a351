import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Database } from '@app/database';
import { CredentialCache } from '../credentials/credential-cache';
import { AuthzChannel } from './authz-channel';
import { isAuthzSubject } from './authz-subject';
import type { AuthzSubject } from './authz-subject';

/** Forgets what is remembered about a subject. Must not throw. */
export type AuthzListener = (subject: AuthzSubject) => void;

/**
 * Makes a change of rights take effect: here at once, on other replicas as soon as the message arrives. Whoever
 * revokes a credential, changes a role, removes a member or disables a user calls `changed`.
 */
@Injectable()
export class AuthzInvalidation implements OnModuleInit, OnModuleDestroy {
  private readonly listeners = new Set<AuthzListener>();

  constructor(
    private readonly database: Database,
    private readonly channel: AuthzChannel,
    cache: CredentialCache,
  ) {
    this.listeners.add((subject) => cache.drop(subject));
  }

  onModuleInit(): void {
    this.channel.open({
      message: (text) => {
        if (isAuthzSubject(text)) this.drop(text);
      },
      subscribed: () => this.drop('all'),
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.channel.close();
  }

  /** Adds a cache that depends on credentials, users or teams. */
  onDrop(listener: AuthzListener): void {
    this.listeners.add(listener);
  }

  /** Call it where the change is written: it waits for the open transaction to commit, and skips a rollback. */
  changed(subject: AuthzSubject): void {
    this.database.afterCommit(() => {
      this.drop(subject);
      this.channel.publish(subject);
    });
  }

  private drop(subject: AuthzSubject): void {
    for (const listener of this.listeners) listener(subject);
  }
}
