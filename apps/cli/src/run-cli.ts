import type { Config } from '@app/config';
import { OperatorError } from '@app/operator';
import type { CliCall, CliGroup } from './cli-group';
import { execute } from './execute';
import { keysGroup } from './keys/keys.group';
import { limitsGroup } from './limits/limits.group';
import { oauthGroup } from './oauth/oauth.group';
import { onlyLineOf } from './only-line';
import { sentenceOf } from './sentence-of';
import { StderrLogger } from './stderr-logger';
import { teamsGroup } from './teams/teams.group';
import { webhooksGroup } from './webhooks/webhooks.group';

const GROUPS: readonly CliGroup[] = [keysGroup, teamsGroup, webhooksGroup, oauthGroup, limitsGroup];

export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Reads standard input to its end. */
  input?(): Promise<string>;
}

/**
 * @param argv words after the program
 * @param readConfig gives the configuration, or throws a ConfigError; not asked for help or wrong usage
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage
 */
export async function runCli(
  argv: readonly string[],
  readConfig: () => Config,
  terminal: Terminal,
): Promise<number> {
  const [word, ...rest] = argv;
  const group = GROUPS.find(({ name }) => name === word);
  try {
    if (!group)
      throw new OperatorError(`There are the commands ${GROUPS.map(({ name }) => name).join(', ')}.`, true);
    if (rest.includes('--help')) {
      terminal.out(`${group.help}\n`);
      return 0;
    }
    const call = group.parse(rest.filter((argument) => argument !== '--json'));
    const { command, render } = call;
    const args = await withInput(call, terminal);
    const result = await execute(readConfig(), command, args, new StderrLogger((text) => terminal.err(text)));
    terminal.out(`${rest.includes('--json') ? JSON.stringify(result, null, 2) : render(result as never)}\n`);
    return 0;
  } catch (error) {
    terminal.err(`${sentenceOf(error)}\n`);
    if (!(error instanceof OperatorError && error.usage)) return 1;
    if (group) terminal.err(`"npm run ${group.name} -- --help" shows how it is used.\n`);
    return 2;
  }
}

async function withInput({ args, inputArgument }: CliCall, terminal: Terminal): Promise<object> {
  if (inputArgument === undefined) return args;
  return { ...args, [inputArgument]: onlyLineOf((await terminal.input?.()) ?? '') };
}
