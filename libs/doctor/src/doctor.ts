import { randomBytes } from 'node:crypto';
import { CHECKS } from './checks/checks';
import type { Check } from './checks/check';
import { DoctorUsageError } from './doctor-usage.error';
import { endMcpSessions } from './facts/endpoint.facts';
import { removeRegistrations } from './facts/registration.facts';
import { HOSTS, hostNamed } from './hosts/hosts';
import type { Host } from './hosts/host';
import { AddressGuard, reachOf } from './http/address-guard';
import { HttpClient } from './http/http-client';
import { NoAnswer, SlowDown, noAnswerOf } from './http/no-answer.error';
import { NotTried, problem, skipped } from './outcome';
import type { Outcome, Verdict } from './outcome';
import { clean } from './report/clean';
import { hostVerdicts } from './report/host-verdicts';
import type { Finding, Report } from './report/report';
import { Session } from './session';
import { Target } from './target';

export interface DoctorOptions {
  /** Key or access token for the steps after the sign-in. Sent to the endpoint alone. */
  readonly token?: string;
  /** Whether to register clients. Default: only on this machine. */
  readonly register?: boolean;
  /** Name of one host, to go its way only. */
  readonly host?: string;
  /** Limit per request in milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** Limit per body in bytes; default 4 MiB. */
  readonly maxBytes?: number;
  /** @returns unguessable base64url text of 43 characters */
  readonly random?: () => string;
  /** Told of each finding as it is made. */
  readonly onFinding?: (finding: Finding) => void;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Goes the way of each known host against a running MCP server, up to the sign-in page, and with a token
 * beyond it.
 *
 * @param url the MCP endpoint, http or https
 * @throws DoctorUsageError for a URL or an option that cannot be used
 */
export async function runDoctor(url: string, options: DoctorOptions = {}): Promise<Report> {
  const parsed = Target.parse(url);
  const hosts = chosenHosts(options.host);
  const checks = options.host === undefined ? CHECKS : CHECKS.filter(({ id }) => hosts[0]!.path.includes(id));
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const reach = await reachOf(parsed.hostname).catch((error: unknown) =>
    noAnswerOf(error, parsed.host, timeoutMs),
  );
  if (reach instanceof NoAnswer) return unreachable(Target.of(parsed, 'public'), reach, checks, hosts);
  const target = Target.of(parsed, reach);
  const http = new HttpClient(
    { timeoutMs, maxBytes: options.maxBytes ?? MAX_BYTES },
    new AddressGuard(reach),
  );
  const session = new Session(target, http, {
    ...(options.token !== undefined && options.token !== '' && { token: options.token }),
    register: options.register ?? reach === 'loopback',
    random: options.random ?? (() => randomBytes(32).toString('base64url')),
    examined: new Set(checks.map(({ id }) => id)),
  });
  try {
    return await examine(session, checks, hosts, options.onFinding);
  } finally {
    http.close();
  }
}

function chosenHosts(name: string | undefined): readonly Host[] {
  if (name === undefined) return HOSTS;
  const host = hostNamed(name);
  if (host) return [host];
  throw new DoctorUsageError(
    `There is no host "${name}"; there are ${HOSTS.map(({ id }) => id).join(', ')}.`,
  );
}

async function examine(
  session: Session,
  checks: readonly Check[],
  hosts: readonly Host[],
  onFinding: DoctorOptions['onFinding'],
): Promise<Report> {
  const findings: Finding[] = [];
  for (const check of checks) {
    const stuck = findings[0]?.id === 'reach' && findings[0].verdict === 'problem';
    const outcome = stuck ? skipped('Not tried: see reach.') : await outcomeOf(check, session);
    if (outcome instanceof NoAnswer) return unreachable(session.target, outcome, checks, hosts);
    const finding = findingOf(check, outcome, hosts, session.secrets);
    findings.push(finding);
    onFinding?.(finding);
  }
  await endMcpSessions(session);
  const removed = await removeRegistrations(session);
  return reportOf(session.target, true, findings, hosts, { made: session.registrations.length, removed });
}

/** @returns a NoAnswer only where nothing can be asked at all */
async function outcomeOf(check: Check, session: Session): Promise<Outcome | NoAnswer> {
  try {
    return await check.run(session);
  } catch (error) {
    if (error instanceof NotTried) return error.outcome;
    if (error instanceof SlowDown) return { ...skipped(error.message), leftOut: true };
    if (!(error instanceof NoAnswer)) throw error;
    if (check.id === 'reach') return error;
    return problem(
      `${error.message} Hosts wait as long as they have patience and give up.`,
      'Look at what should answer there.',
    );
  }
}

function findingOf(
  check: Check,
  outcome: Outcome,
  hosts: readonly Host[],
  secrets: ReadonlySet<string>,
): Finding {
  const concerned = hosts.filter(
    ({ id, path }) => path.includes(check.id) && (outcome.hosts?.includes(id) ?? true),
  );
  const bad = outcome.verdict === 'problem' || outcome.verdict === 'warning';
  return {
    id: check.id,
    topic: check.topic,
    title: check.title,
    sends: check.sends,
    verdict: outcome.verdict,
    says: clean(outcome.says, secrets),
    ...(outcome.mend !== undefined && { mend: clean(outcome.mend, secrets) }),
    hosts: bad ? concerned.map(({ id }) => id) : [],
    ...(outcome.leftOut && { leftOut: true }),
  };
}

function unreachable(
  target: Target,
  reason: NoAnswer,
  checks: readonly Check[],
  hosts: readonly Host[],
): Report {
  const outcome = problem(
    `${reason.message} No host can connect.`,
    'Check the URL, that the server runs, and that it can be reached from here.',
  );
  const reach = checks.filter(({ id }) => id === 'reach');
  const findings = reach.map((check) => findingOf(check, outcome, hosts, new Set()));
  return reportOf(target, false, findings, hosts, { made: 0, removed: 0 });
}

function reportOf(
  target: Target,
  reachable: boolean,
  findings: readonly Finding[],
  hosts: readonly Host[],
  registrations: Report['registrations'],
): Report {
  const count = (wanted: Verdict): number => findings.filter(({ verdict }) => verdict === wanted).length;
  return {
    url: target.shown,
    reachable,
    findings,
    hosts: hostVerdicts(hosts, findings),
    counts: {
      ok: count('ok'),
      warning: count('warning'),
      problem: count('problem'),
      skipped: count('skipped'),
    },
    registrations,
  };
}
