import type { Role } from '@app/auth';
import type { LimitedCallsRepository } from './limited-calls.repository';

type CallGroup = Awaited<ReturnType<LimitedCallsRepository['byCredential']>>[number];

export interface CredentialUse {
  readonly credentialType: string;
  readonly credentialId: string;
  readonly clientId: string | null;
  readonly userId: string | null;
  /** Of the user, at the last call. */
  readonly role: Role | null;
  readonly calls: number;
  /** Refused calls by the bucket that refused them. */
  readonly refused: Readonly<Record<string, number>>;
  /** Calls that rules on trial would have refused. */
  readonly shadowRefused: number;
}

export interface OperationUse {
  readonly operationId: string;
  readonly calls: number;
  readonly refused: number;
}

type Growing<T> = {
  -readonly [Key in keyof T]: T[Key] extends Readonly<Record<string, number>>
    ? Record<string, number>
    : T[Key];
};

/** Adds up calls that are read in parts, the newest first. */
export class UsageTally {
  readonly refused: Record<string, number> = {};
  private readonly byCredential = new Map<string, Growing<CredentialUse>>();
  private readonly byOperation = new Map<string, Growing<OperationUse>>();
  private readonly byRule = new Map<string, number>();

  addCalls(groups: readonly CallGroup[]): void {
    for (const group of groups) {
      const credential = this.credentialOf(group);
      const operation = this.operationOf(group.operationId);
      credential.calls += group.calls;
      credential.shadowRefused += group.shadowRefused;
      operation.calls += group.calls;
      if (group.refusedBucket === null) continue;
      operation.refused += group.calls;
      for (const counts of [credential.refused, this.refused]) {
        counts[group.refusedBucket] = (counts[group.refusedBucket] ?? 0) + group.calls;
      }
    }
  }

  addShadowRefusals(found: readonly { readonly ruleId: string; readonly calls: number }[]): void {
    for (const { ruleId, calls } of found) this.byRule.set(ruleId, (this.byRule.get(ruleId) ?? 0) + calls);
  }

  /** The busiest first. */
  credentials(): CredentialUse[] {
    return [...this.byCredential.values()].sort(
      (a, b) => b.calls - a.calls || (a.credentialId < b.credentialId ? -1 : 1),
    );
  }

  /** The most called first. */
  operations(): OperationUse[] {
    return [...this.byOperation.values()].sort(
      (a, b) => b.calls - a.calls || (a.operationId < b.operationId ? -1 : 1),
    );
  }

  shadowRefusals(): { ruleId: string; calls: number }[] {
    return [...this.byRule]
      .map(([ruleId, calls]) => ({ ruleId, calls }))
      .sort((a, b) => b.calls - a.calls || (a.ruleId < b.ruleId ? -1 : 1));
  }

  private credentialOf(group: CallGroup): Growing<CredentialUse> {
    const { credentialType, credentialId, clientId, userId, role } = group;
    const known = this.byCredential.get(credentialId);
    if (known) return known;
    const made = {
      credentialType,
      credentialId,
      clientId,
      userId,
      role,
      calls: 0,
      refused: {},
      shadowRefused: 0,
    };
    this.byCredential.set(credentialId, made);
    return made;
  }

  private operationOf(operationId: string): Growing<OperationUse> {
    const known = this.byOperation.get(operationId);
    if (known) return known;
    const made = { operationId, calls: 0, refused: 0 };
    this.byOperation.set(operationId, made);
    return made;
  }
}
