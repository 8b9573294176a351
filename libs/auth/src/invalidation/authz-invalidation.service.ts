import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Database } from '@app/database';
import { PubSub } from '@app/pubsub';
import { CredentialCache } from '../credentials/credential-cache';
import { isAuthzSubject } from './authz-subject';
import type { AuthzSubject } from './authz-subject';

const TOPIC = 'authz';

/** Forgets what is remembered about a subject. Must not throw. */
export type AuthzListener = (subject: AuthzSubject) => void;

/**
 * Makes a change of rights take effect: here at once, on other replicas as soon as the message arrives. Whoever
 * revokes a credential, changes a role, removes a member or disables a user calls `changed`.
 */
@Injectable()
export class AuthzInvalidation implements OnModuleInit {
  private readonly listeners = new Set<AuthzListener>();

  constructor(
    private readonly database: Database,
    private readonly replicas: PubSub,
    cache: CredentialCache,
  ) {
    this.listeners.add((subject) => cache.drop(subject));
  }

  onModuleInit(): void {
    this.replicas.listen(TOPIC, {
      message: (text) => {
        if (isAuthzSubject(text)) this.drop(text);
      },
      subscribed: () => this.drop('all'),
    });
  }

  /** Adds a cache that depends on credentials, users or teams. */
  onDrop(listener: AuthzListener): void {
    this.listeners.add(listener);
  }

  /** Call it where the change is written: it waits for the open transaction to commit, and skips a rollback. */
  changed(subject: AuthzSubject): void {
    this.database.afterCommit(() => {
      this.drop(subject);
      this.replicas.publish(TOPIC, subject);
    });
  }

  private drop(subject: AuthzSubject): void {
    for (const listener of this.listeners) listener(subject);
  }
}
