import type { DueDelivery } from './due-deliveries.repository';

/** How many deliveries a process sends at a time. */
export interface SendingLimits {
  /** So that a host that answers slowly holds up its own deliveries alone. */
  readonly perHost: number;
  /** So that a team with many such hosts holds up its own alone. */
  readonly perTeam: number;
  readonly total: number;
}

export const SENDING_LIMITS: SendingLimits = { perHost: 2, perTeam: 10, total: 40 };

/** Counts what is being sent, and chooses what may be besides. */
export class SendingSlots {
  private readonly hosts = new Map<string, number>();
  private readonly teams = new Map<string, number>();
  private taken = 0;

  constructor(readonly limits: SendingLimits) {}

  get free(): number {
    return this.limits.total - this.taken;
  }

  /** Hosts that have all their slots. */
  get fullHosts(): string[] {
    return keysFrom(this.hosts, this.limits.perHost);
  }

  get fullTeams(): string[] {
    return keysFrom(this.teams, this.limits.perTeam);
  }

  /** @returns those of the candidates that may be sent now, in their order */
  choose(candidates: readonly DueDelivery[]): DueDelivery[] {
    const trial = this.copy();
    return candidates.filter((candidate) => trial.hasRoomFor(candidate) && trial.take(candidate));
  }

  take({ host, teamId }: DueDelivery): true {
    add(this.hosts, host, 1);
    add(this.teams, teamId, 1);
    this.taken += 1;
    return true;
  }

  giveBack({ host, teamId }: DueDelivery): void {
    add(this.hosts, host, -1);
    add(this.teams, teamId, -1);
    this.taken -= 1;
  }

  private hasRoomFor({ host, teamId }: DueDelivery): boolean {
    return (
      this.free > 0 &&
      (this.hosts.get(host) ?? 0) < this.limits.perHost &&
      (this.teams.get(teamId) ?? 0) < this.limits.perTeam
    );
  }

  private copy(): SendingSlots {
    const copy = new SendingSlots(this.limits);
    for (const [host, count] of this.hosts) copy.hosts.set(host, count);
    for (const [team, count] of this.teams) copy.teams.set(team, count);
    copy.taken = this.taken;
    return copy;
  }
}

function add(counts: Map<string, number>, key: string, difference: number): void {
  const count = (counts.get(key) ?? 0) + difference;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

const keysFrom = (counts: ReadonlyMap<string, number>, least: number): string[] =>
  [...counts].filter(([, count]) => count >= least).map(([key]) => key);
