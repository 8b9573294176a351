import type { DoctorEnvironment } from '@app/config';
import { DoctorUsageError, renderReport, runDoctor } from '@app/doctor';
import type { Report } from '@app/doctor';
import { DOCTOR_HELP } from './doctor.help';
import { parseDoctorCall } from './doctor.options';

export interface DoctorTerminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether a person reads standard output. */
  readonly outIsTty: boolean;
  /** Whether a person watches standard error. */
  readonly errIsTty: boolean;
}

/** Takes what stands on the line of a terminal away. */
const CLEAR_LINE = '\r\u001b[K';

/**
 * `npm run doctor -- …`: unlike the operator's commands it needs neither settings nor database.
 *
 * @returns the exit code: 0 no problem, 1 problems, 2 wrong usage or unreachable
 */
export async function runDoctorCommand(
  argv: readonly string[],
  environment: DoctorEnvironment,
  terminal: DoctorTerminal,
): Promise<number> {
  if (argv.includes('--help')) {
    terminal.out(`${DOCTOR_HELP}\n`);
    return 0;
  }
  try {
    const json = argv.includes('--json');
    const rest = argv.filter((argument) => argument !== '--json');
    const { url, options } = parseDoctorCall(rest, environment.token);
    const watched = terminal.errIsTty && !json;
    const report = await runDoctor(url, {
      ...options,
      ...(watched && { onFinding: ({ id }) => terminal.err(`${CLEAR_LINE}${id}`) }),
    });
    if (watched) terminal.err(CLEAR_LINE);
    const colours = terminal.outIsTty && !environment.plain;
    terminal.out(`${json ? JSON.stringify(report, null, 2) : renderReport(report, { colours })}\n`);
    return exitCodeOf(report);
  } catch (error) {
    if (!(error instanceof DoctorUsageError)) throw error;
    terminal.err(`${error.message}\n"npm run doctor -- --help" shows how it is used.\n`);
    return 2;
  }
}

function exitCodeOf({ reachable, counts }: Report): number {
  if (!reachable) return 2;
  return counts.problem > 0 ? 1 : 0;
}
