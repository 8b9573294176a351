import { DocumentError } from '@app/openapi-tools';
import type { Command, Terminal } from './command';
import { checkCommand } from './commands/check.command';
import { convertCommand } from './commands/convert.command';
import { diffCommand } from './commands/diff.command';
import { encodeCommand } from './commands/encode.command';
import { reportCommand } from './commands/report.command';
import { parseCall } from './parse-call';
import { UsageError } from './usage-error';

const COMMANDS: readonly Command[] = [
  convertCommand,
  encodeCommand,
  checkCommand,
  diffCommand,
  reportCommand,
];

const HELP = `Turns OpenAPI documents into MCP tools, and tool calls into requests. Reads local files only and sends nothing.

openapi-tools convert FILE                  the tools and what became of every operation
openapi-tools encode  FILE TOOL ARGS_JSON   the request of one tool call
openapi-tools check   FILE                  what hosts would refuse the tools for
openapi-tools diff    OLD NEW               what breaks callers
openapi-tools report  FILE                  how well agents can work with the document

openapi-tools COMMAND --help shows the options of a command. FILE is JSON or YAML; - reads standard input.`;

/**
 * @param argv words after the program
 * @returns the exit code: 0 done, 1 violations or breaking changes, 2 refused or wrong usage
 */
export async function runOpenapiTools(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [word, ...rest] = argv;
  if (word === undefined) {
    terminal.err(`${HELP}\n`);
    return 2;
  }
  if (word === '--help' || word === '-h' || word === 'help') {
    terminal.out(`${HELP}\n`);
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === word);
  if (command === undefined) {
    const names = COMMANDS.map(({ name }) => name).join(', ');
    terminal.err(`There is no command "${word.slice(0, 80)}"; there are ${names}.\n`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(parseCall(command, rest), terminal);
  } catch (error) {
    terminal.err(`${sentenceOf(error)}\n`);
    return 2;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof DocumentError) return error.message;
  // Whatever a document makes fail that nobody foresaw: a sentence, never a stack.
  const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `The document could not be worked on: ${why.slice(0, 200)}.`;
}
