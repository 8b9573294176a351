import { parseArgs } from 'node:util';
import type { Command, CommandCall } from './command';
import { UsageError } from './usage-error';

/** @throws UsageError naming what is missing or unknown */
export function parseCall(command: Command, argv: readonly string[]): CommandCall {
  const config = Object.fromEntries([
    ...command.options.map((name) => [name, { type: 'string' as const }]),
    ...command.flags.map((name) => [name, { type: 'boolean' as const }]),
  ]) as Record<string, { type: 'string' | 'boolean' }>;
  // Not strict: the sentences of the parser explain the parser, ours the command.
  const parsed = parseArgs({
    args: [...argv],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options: Record<string, string> = {};
  const flags = new Set<string>();
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    const known = Object.hasOwn(config, token.name) ? config[token.name] : undefined;
    if (known === undefined) throw unknownOption(command, token.rawName);
    if (known.type === 'boolean') flags.add(token.name);
    else if (token.value === undefined || (token.inlineValue !== true && token.value.startsWith('--'))) {
      throw new UsageError(`${command.name}: ${token.rawName} needs a value.`);
    } else options[token.name] = token.value;
  }
  const words = parsed.positionals;
  const missing = command.words.slice(words.length);
  if (missing.length > 0) throw new UsageError(`${command.name} needs ${missing.join(' and ')}.`);
  const unexpected = words[command.words.length];
  if (unexpected !== undefined) {
    throw new UsageError(
      `${command.name} does not take "${unexpected.slice(0, 80)}"; quote a value with spaces.`,
    );
  }
  return { words, options, flags };
}

function unknownOption(command: Command, given: string): UsageError {
  const names = [...command.options, ...command.flags].map((name) => `--${name}`);
  const known = names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
  return new UsageError(`${command.name} has no option ${given.slice(0, 80)}; ${known}.`);
}
