import { readStructured } from './read-text';
import { UpstreamsFileError } from './upstreams-file.error';
import { upstreamsSchema } from './upstreams.schema';
import type { UpstreamSettings } from './upstreams.schema';

/** How messages call the file, which is what it is set by. */
export const SETTING = 'UPSTREAMS_FILE';

/**
 * Reads and checks the file of the upstreams; their documents are not looked at.
 * @param path absolute
 * @throws UpstreamsFileError naming the first mistake, and how many more there are
 */
export function readUpstreamsFile(path: string): UpstreamSettings[] {
  const parsed = upstreamsSchema.safeParse(readStructured(path, SETTING));
  if (parsed.success) return parsed.data.upstreams;
  const { issues } = parsed.error;
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const place = placeOf(first?.path ?? []);
  throw new UpstreamsFileError(
    `${SETTING} ${path}: ${place} ${sentenceOf(first?.message ?? '')}${more}; correct it.`,
  );
}

function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

/** Messages of the schema library begin as sentences; ours continue the place. */
const sentenceOf = (message: string): string =>
  /^[A-Z]/.test(message) ? `is not right: ${message.replace(/\.$/, '')}` : message;
