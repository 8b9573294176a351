import type { Terminal } from './command';
import { UsageError } from './usage-error';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
};

/**
 * One JSON or YAML value from a local file, or from standard input for `-`.
 * @throws UsageError when it cannot be read or is neither
 */
export async function readValue(file: string, terminal: Terminal): Promise<unknown> {
  return parseValue(await readText(file, terminal), file === '-' ? 'Standard input' : `"${file}"`, file);
}

async function readText(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return terminal.input();
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) {
    throw new UsageError(`Only local files are read; download ${file.slice(0, 200)} first.`);
  }
  try {
    return await terminal.readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : 'it is no readable text';
    throw new UsageError(`"${file}" cannot be read: ${String(reason)}.`);
  }
}

async function parseValue(raw: string, what: string, file: string): Promise<unknown> {
  const text = raw.replace(/^\ufeff/, '');
  if (text.trim() === '') throw new UsageError(`${what} is empty.`);
  const looksLikeJson = /^\s*[[{]/.test(text);
  if (looksLikeJson || file.endsWith('.json')) {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      // YAML may begin with a brace as well.
      if (file.endsWith('.json')) throw new UsageError(`${what} is not valid JSON: ${firstLine(error)}.`);
    }
  }
  try {
    // Loaded here: most documents are JSON and should not wait for it.
    const { parse } = await import('yaml');
    // The alias count bounds what a few lines can grow to; merge keys are common in documents written by hand.
    return parse(text, { maxAliasCount: 100, merge: true, logLevel: 'error' }) as unknown;
  } catch (error) {
    const kind = looksLikeJson ? 'neither valid JSON nor YAML' : 'not valid YAML';
    throw new UsageError(`${what} is ${kind}: ${firstLine(error)}.`);
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [line = ''] = message.split('\n');
  return line
    .trim()
    .replace(/[.:]+$/, '')
    .slice(0, 200);
}
