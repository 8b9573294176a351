import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';

/** Whose use is asked for: some limits count per team, some per user. */
export interface UsageScope {
  readonly teamId: TeamId;
  readonly userId: string;
}

export type Meter = (scope: UsageScope) => Promise<number>;
export type MeterName = 'runs' | 'sandboxes' | 'storage';

/**
 * How much of a limit is in use: live runs of the team, active sandboxes of the user, bytes stored by the team.
 * Each resource registers its own meter; what nobody registered is not in use.
 */
@Injectable()
export class UsageMeters {
  private readonly meters = new Map<MeterName, Meter>();

  /** Called once per name, in the constructor or `onModuleInit` of the resource's module. */
  register(name: MeterName, meter: Meter): void {
    this.meters.set(name, meter);
  }

  /** @returns items, or bytes for `storage` */
  async used(name: MeterName, scope: UsageScope): Promise<number> {
    return (await this.meters.get(name)?.(scope)) ?? 0;
  }
}
