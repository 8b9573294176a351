import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { UpstreamsFileError } from './upstreams-file.error';

/** Larger documents than any known one; a wrong path (a disk image, a log) must not fill the memory. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a local file as JSON or YAML.
 * @param what how messages call it
 * @throws UpstreamsFileError
 */
export function readStructured(path: string, what: string): unknown {
  const text = readText(path, what);
  // JSON is YAML too, but its own parser is a hundred times faster with large documents.
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // The YAML parser says where the mistake is, and takes flow style.
    }
  }
  return parseYaml(text, path, what);
}

function readText(path: string, what: string): string {
  try {
    if (statSync(path).size > MAX_BYTES) {
      throw new UpstreamsFileError(`${what} ${path} has more than 64 MiB; name the right file.`);
    }
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof UpstreamsFileError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UpstreamsFileError(
      `${what} ${path} cannot be read (${code}); correct the path or its permissions.`,
    );
  }
}

function parseYaml(text: string, path: string, what: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line ?? 1;
    const [sentence = ''] = error.message.split('\n');
    throw new UpstreamsFileError(
      `${what} ${path} is neither JSON nor YAML: line ${line}: ${sentence.replace(/ at line .*$/, '')}; correct it.`,
    );
  }
  try {
    // Aliases may multiply a short text into gigabytes; the parser counts them.
    return document.toJS({ maxAliasCount: 1000 }) as unknown;
  } catch {
    throw new UpstreamsFileError(`${what} ${path} uses too many aliases; write them out.`);
  }
}
