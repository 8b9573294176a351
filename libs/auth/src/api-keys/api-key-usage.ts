import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock';
import type { Principal } from '../principal';
import { ApiKeysRepository } from './api-keys.repository';

/** Shortest time between two notes about one key, in milliseconds. */
export const USAGE_INTERVAL_MS = 60_000;

/** Notes when and from where a key was last used, at most once a minute and beside the request, never in it. */
@Injectable()
export class ApiKeyUsage implements OnModuleDestroy {
  private readonly logger = new Logger(ApiKeyUsage.name);
  private readonly notedAt = new LRUCache<string, number>({ max: 10_000 });
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  /** @param from the request; its address is worked out only when it is noted */
  note(principal: Principal, from: { readonly ip?: string | undefined }): void {
    const { type, id } = principal.credential;
    if (type !== 'api_key') return;
    const now = this.clock.now();
    if (now - (this.notedAt.get(id) ?? -Infinity) < USAGE_INTERVAL_MS) return;
    this.notedAt.set(id, now);
    const writing = this.write(principal, from.ip ?? '', now).finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async write(principal: Principal, address: string, now: number): Promise<void> {
    try {
      const notedBefore = new Date(now - USAGE_INTERVAL_MS);
      await this.keys.noteUse(principal.teamId, principal.credential.id, {
        at: new Date(now),
        address,
        notedBefore,
      });
    } catch (error) {
      this.logger.warn(`The last use of API key ${principal.credential.id} was not noted: ${String(error)}`);
    }
  }
}
