import { parseArgs } from 'node:util';
import { OperatorError } from '@app/operator';

const usageError = (sentence: string): OperatorError => new OperatorError(sentence, true);

/**
 * Reads `--name value` options and what stands between them.
 *
 * @param command for the error, e.g. `keys create`
 * @param names options that the command takes
 * @param positionals how many words it takes besides
 * @throws OperatorError with `usage`
 */
export function parseOptions<const Name extends string>(
  command: string,
  argv: readonly string[],
  names: readonly Name[],
  positionals = 0,
): { options: Partial<Record<Name, string>>; words: string[] } {
  const config = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  // Not strict: the sentences of the parser explain the parser, ours the command.
  const parsed = parseArgs({
    args: [...argv],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options: Partial<Record<string, string>> = {};
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(config, token.name)) throw unknownOption(command, token.rawName, names);
    const { value } = token;
    if (value === undefined || (!token.inlineValue && value.startsWith('--'))) {
      throw usageError(`${command}: ${token.rawName} needs a value.`);
    }
    if (options[token.name] !== undefined) throw usageError(`${command}: ${token.rawName} is given twice.`);
    options[token.name] = value;
  }
  const unexpected = parsed.positionals[positionals];
  if (unexpected !== undefined)
    throw usageError(`${command} does not take "${unexpected}"; quote a value with spaces.`);
  return { options, words: parsed.positionals };
}

/** @throws OperatorError naming the options that are missing */
export function requireOptions(
  command: string,
  options: Partial<Record<string, string>>,
  names: readonly string[],
): void {
  const missing = names.filter((name) => options[name] === undefined).map((name) => `--${name}`);
  if (missing.length > 0) throw usageError(`${command} needs ${missing.join(' and ')}.`);
}

function unknownOption(command: string, given: string, names: readonly string[]): OperatorError {
  const known =
    names.length === 0 ? 'it takes none' : `it takes ${names.map((name) => `--${name}`).join(', ')}`;
  return usageError(`${command} has no option ${given}; ${known}.`);
}
