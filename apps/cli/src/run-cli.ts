import type { Config } from '@app/config';
import { OperatorError } from '@app/operator';
import { auditGroup } from './audit/audit.group';
import type { CliCall, CliGroup } from './cli-group';
import { withCommands } from './execute';
import { keysGroup } from './keys/keys.group';
import { limitsGroup } from './limits/limits.group';
import { oauthGroup } from './oauth/oauth.group';
import { onlyLineOf } from './only-line';
import { sentenceOf } from './sentence-of';
import { StderrLogger } from './stderr-logger';
import { teamsGroup } from './teams/teams.group';
import { webhooksGroup } from './webhooks/webhooks.group';

const GROUPS: readonly CliGroup[] = [
  keysGroup,
  teamsGroup,
  webhooksGroup,
  oauthGroup,
  limitsGroup,
  auditGroup,
];

export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether somebody still reads standard output. @default true */
  isOpen?(): boolean;
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
    await carryOut(call, rest.includes('--json'), readConfig(), terminal);
    return 0;
  } catch (error) {
    terminal.err(`${sentenceOf(error)}\n`);
    if (!(error instanceof OperatorError && error.usage)) return 1;
    if (group) terminal.err(`"npm run ${group.name} -- --help" shows how it is used.\n`);
    return 2;
  }
}

async function carryOut(call: CliCall, asJson: boolean, config: Config, terminal: Terminal): Promise<void> {
  const render = asJson ? (call.renderJson ?? inOneDocument) : call.render;
  const args = await withInput(call, terminal);
  const logger = new StderrLogger((text) => terminal.err(text));
  await withCommands(config, logger, async (execute) => {
    let more: object | undefined = {};
    while (more && terminal.isOpen?.() !== false) {
      const result = await execute(call.command, { ...args, ...more });
      const text = render(result as never);
      if (text !== '') terminal.out(`${text}\n`);
      more = call.next?.(result as never);
    }
  });
}

const inOneDocument = (result: object): string => JSON.stringify(result, null, 2);

async function withInput({ args, inputArgument }: CliCall, terminal: Terminal): Promise<object> {
  if (inputArgument === undefined) return args;
  return { ...args, [inputArgument]: onlyLineOf((await terminal.input?.()) ?? '') };
}
