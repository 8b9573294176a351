import { parseArgs } from 'node:util';
import { DoctorUsageError } from '@app/doctor';
import type { DoctorOptions } from '@app/doctor';

export interface DoctorCall {
  readonly url: string;
  readonly options: DoctorOptions;
}

const KINDS = {
  host: { type: 'string' },
  token: { type: 'string' },
  timeout: { type: 'string' },
  register: { type: 'boolean' },
  'no-register': { type: 'boolean' },
} as const;

const LONGEST_SECONDS = 120;

/**
 * Reads what follows `npm run doctor --`, without --help and --json.
 *
 * @throws DoctorUsageError for a command line that cannot be understood
 */
export function parseDoctorCall(argv: readonly string[], environmentToken?: string): DoctorCall {
  const { values, positionals } = parsed(argv);
  const [url, more] = positionals;
  if (url === undefined)
    throw new DoctorUsageError('Give the URL of an MCP endpoint, e.g. https://api.example.com/v1/mcp.');
  if (more !== undefined) throw new DoctorUsageError(`Give one URL; "${more}" is one too many.`);
  if (values.register && values['no-register']) {
    throw new DoctorUsageError('--register and --no-register exclude each other.');
  }
  const token = values.token ?? environmentToken;
  return {
    url,
    options: {
      ...(values.host !== undefined && { host: values.host }),
      ...(token !== undefined && { token: tokenOf(token) }),
      ...(values.timeout !== undefined && { timeoutMs: millisecondsOf(values.timeout) }),
      ...(values.register && { register: true }),
      ...(values['no-register'] && { register: false }),
    },
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: KINDS, allowPositionals: true, strict: true });
  } catch (error) {
    // The parser quotes the argument, which may be a token that lost its option.
    const { code } = error as { code?: string };
    const known = Object.keys(KINDS)
      .map((name) => `--${name}`)
      .join(', ');
    throw new DoctorUsageError(
      code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
        ? `There is no such option; there are ${known}, --json and --help.`
        : 'An option has no value, or one that it does not take.',
    );
  }
}

/** A line break from a file, or "Bearer" from a header that was copied whole, would be refused without a clue. */
function tokenOf(text: string): string {
  const token = text.trim().replace(/^Bearer +/i, '');
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new DoctorUsageError('The token is empty or has blanks or letters that no token has; copy it again.');
}

function millisecondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds * 1000;
  throw new DoctorUsageError(`--timeout is a number of seconds up to ${LONGEST_SECONDS}, e.g. --timeout 20.`);
}
