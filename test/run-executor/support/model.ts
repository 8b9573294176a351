/**
 * Sections 4 and 5 of the specification, written by hand and apart from the product: what each command does to
 * runs, cases and sandboxes. It knows nothing of tables, leases in time or transactions.
 */
export type RunStatus =
  'pending' | 'starting' | 'running' | 'waiting' | 'completed' | 'failed' | 'stopped' | 'interrupted';
export type CaseStatus = 'pending' | 'in_progress' | 'needs_input' | 'postponed' | 'completed' | 'failed';
export type Priority = 'low' | 'normal' | 'high';
/**
 * Worker takes cases and may ask; Auto takes them of its own accord, two at a time; Plain takes none and must not
 * ask.
 */
export type AgentName = 'Worker' | 'Auto' | 'Plain';

export const AUTO_CONCURRENCY = 2;
/** So many workers in a row may be lost over one step. */
const TAKEOVERS = 3;

export interface ModelRun {
  readonly id: string;
  readonly agent: AgentName;
  status: RunStatus;
  /** The case it took; `null` again if that is deleted. */
  caseId: string | null;
  /** It takes one in its life, whatever becomes of that. */
  hadCase: boolean;
  readonly sandboxId: string | null;
  /** In the hands of a worker that was not heard of since. */
  holder: string | null;
  takeovers: number;
  /** Longer at work than its agent may. */
  isOver: boolean;
  request: { readonly id: string; isOverdue: boolean } | null;
  lastRequest: { readonly id: string; wasAnswered: boolean } | null;
  readonly said: string[];
}

export interface ModelCase {
  readonly id: string;
  readonly priority: Priority;
  status: CaseStatus;
  held: boolean;
  assigned: AgentName | null;
  claimedBy: string | null;
  attempts: number;
  /** The time to which it was postponed has come. */
  isDue: boolean;
}

export interface ModelSandbox {
  readonly id: string;
  isExpired: boolean;
}

export const isLive = ({ status }: ModelRun): boolean =>
  ['pending', 'starting', 'running', 'waiting'].includes(status);
export const isActive = ({ status }: ModelRun): boolean => status === 'starting' || status === 'running';
export const isResumable = ({ status }: ModelRun): boolean =>
  status === 'completed' || status === 'interrupted';

export class Model {
  runs: ModelRun[] = [];
  cases: ModelCase[] = [];
  sandboxes: ModelSandbox[] = [];

  constructor(readonly limit: number) {}

  get hasPlace(): boolean {
    return this.runs.filter(isLive).length < this.limit;
  }

  started(id: string, agent: AgentName, sandboxId: string | null): ModelRun {
    const run: ModelRun = {
      id,
      agent,
      sandboxId,
      status: 'pending',
      caseId: null,
      hadCase: false,
      holder: null,
      takeovers: 0,
      isOver: false,
      request: null,
      lastRequest: null,
      said: [],
    };
    this.runs.push(run);
    return run;
  }

  added(id: string, priority: Priority = 'normal'): void {
    const fresh = { held: false, assigned: null, claimedBy: null, attempts: 0, isDue: false };
    this.cases.push({ id, priority, status: 'pending', ...fresh });
  }

  /** The live run that a sandbox serves. */
  userOf(sandboxId: string): ModelRun | undefined {
    return this.runs.find((run) => run.sandboxId === sandboxId && isLive(run));
  }
  isSandboxGone(run: ModelRun): boolean {
    return this.sandboxes.some(({ id, isExpired }) => id === run.sandboxId && isExpired);
  }

  caseOf(run: ModelRun): ModelCase | undefined {
    return this.cases.find(({ claimedBy }) => claimedBy === run.id);
  }

  /** Whether a worker that comes now gets the run. */
  canBeTaken(run: ModelRun): boolean {
    return run.status === 'pending' || (isActive(run) && run.holder === null);
  }

  isOpen({ status, held, isDue }: ModelCase): boolean {
    return !held && (status === 'pending' || (status === 'postponed' && isDue));
  }

  /** Cases that a run may take next: equals among themselves but for their age. */
  claimable(run: ModelRun): ModelCase[] {
    if (run.agent === 'Plain' || run.hadCase) return [];
    return best(
      this.cases.filter((one) => this.isOpen(one) && (one.assigned === null || one.assigned === run.agent)),
    );
  }

  claim(run: ModelRun, taken: ModelCase): void {
    run.caseId = taken.id;
    run.hadCase = true;
    taken.status = 'in_progress';
    taken.claimedBy = run.id;
    taken.attempts += 1;
    taken.isDue = false;
  }

  /** The executor closes or postpones the case. */
  leave(run: ModelRun, status: 'completed' | 'failed' | 'postponed'): void {
    this.free(this.caseOf(run), status);
  }

  ask(run: ModelRun, requestId: string): void {
    run.status = 'waiting';
    run.request = { id: requestId, isOverdue: false };
    run.lastRequest = { id: requestId, wasAnswered: false };
    run.holder = null;
    run.takeovers = 0;
    const worked = this.caseOf(run);
    if (worked) worked.status = 'needs_input';
  }

  goOn(run: ModelRun, isAnswer: boolean): void {
    if (run.lastRequest) run.lastRequest.wasAnswered = isAnswer;
    run.status = 'running';
    run.request = null;
    const worked = this.caseOf(run);
    if (worked) worked.status = 'in_progress';
  }

  resume(run: ModelRun): void {
    run.status = 'pending';
    run.isOver = false;
  }

  complete(run: ModelRun): void {
    this.end(run, 'completed');
  }
  fail(run: ModelRun): void {
    this.end(run, 'failed');
  }
  stop(run: ModelRun): void {
    if (isLive(run)) this.end(run, 'stopped');
  }
  interrupt(run: ModelRun | undefined): void {
    if (run && isLive(run)) this.end(run, 'interrupted');
  }

  /** A worker is held to be dead. */
  takeOver(run: ModelRun): void {
    run.takeovers += 1;
    run.holder = null;
    if (run.takeovers >= TAKEOVERS) this.fail(run);
  }

  delegate(one: ModelCase, agent: AgentName): void {
    this.interrupt(this.runs.find(({ id }) => id === one.claimedBy));
    this.free(one, 'pending');
    one.assigned = agent;
  }

  retry(one: ModelCase): void {
    this.interrupt(this.runs.find(({ id }) => id === one.claimedBy));
    this.free(one, 'pending');
  }

  setStatus(one: ModelCase, status: 'pending' | 'completed' | 'failed'): void {
    this.interrupt(this.runs.find(({ id }) => id === one.claimedBy));
    this.free(one, status);
    one.assigned = null;
  }

  remove(one: ModelCase): void {
    this.interrupt(this.runs.find(({ id }) => id === one.claimedBy));
    this.cases = this.cases.filter((other) => other !== one);
    for (const run of this.runs) if (run.caseId === one.id) run.caseId = null;
  }

  /** Whoever ends the run decides what becomes of its case. */
  private end(run: ModelRun, status: 'completed' | 'failed' | 'stopped' | 'interrupted'): void {
    const worked = this.caseOf(run);
    if (status === 'stopped' || status === 'interrupted') this.free(worked, 'pending');
    else this.free(worked, 'failed');
    if (worked && status === 'stopped') {
      worked.held = true;
      worked.assigned = null;
    }
    run.status = status;
    run.request = null;
    run.holder = null;
    run.takeovers = 0;
  }

  private free(one: ModelCase | undefined, status: CaseStatus): void {
    if (!one) return;
    one.status = status;
    one.claimedBy = null;
    one.held = false;
    one.isDue = false;
  }
}

/** Due postponed ones first, then by priority. */
export function best(cases: readonly ModelCase[]): ModelCase[] {
  const rank = ({ status, priority }: ModelCase): number =>
    (status === 'postponed' ? 0 : 10) + ['high', 'normal', 'low'].indexOf(priority);
  const first = Math.min(...cases.map(rank));
  return cases.filter((one) => rank(one) === first);
}
