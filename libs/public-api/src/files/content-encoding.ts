import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiException } from '@app/errors';

/** How file content travels in JSON. */
export const ENCODINGS = ['utf-8', 'base64'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Characters that are decoded in one turn of the event loop; whole groups of base64. */
const STEP = 64 * 1024;

/**
 * Decodes step by step with a turn of the event loop between, because a file of 10 MiB would hold up all others.
 *
 * @returns the bytes that the content stands for
 * @throws ApiException `invalid_encoding` unless it is strict base64 (RFC 4648 section 4: standard alphabet, padding,
 * no line breaks, unused bits zero), or, for utf-8, free of lone surrogates
 */
export async function decodeContent(content: string, encoding: Encoding, step = STEP): Promise<Buffer> {
  const isBase64 = encoding === 'base64';
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(content, encoding));
  let written = 0;
  for (let at = 0; at < content.length;) {
    if (at > 0) await nextTurn();
    const end = isBase64 ? at + step : characterEnd(content, at + step);
    const text = content.slice(at, end);
    if (!isBase64) requireText(text);
    const from = written;
    written += bytes.write(text, from, encoding);
    if (isBase64) requireBase64(text, bytes.subarray(from, written), end >= content.length);
    at = end;
  }
  return bytes.subarray(0, written);
}

/** @returns the bytes as `content` of a reply */
export function encodeContent(bytes: Buffer, encoding: Encoding): string {
  return bytes.toString(encoding === 'base64' ? 'base64' : 'utf8');
}

/** A cut lies between characters: the halves of a surrogate pair stay together. */
function characterEnd(text: string, end: number): number {
  const before = text.charCodeAt(end - 1);
  return before >= 0xd800 && before <= 0xdbff ? end + 1 : end;
}

/** The encoder would put something else for what UTF-8 cannot carry. */
function requireText(text: string): void {
  if (text.isWellFormed()) return;
  throw refusal(
    'The content holds a lone surrogate, which UTF-8 cannot carry.',
    'must be well-formed Unicode',
  );
}

/** The decoder skips whatever it does not know; only strict base64 comes back the same. Padding ends the content. */
function requireBase64(text: string, bytes: Buffer, isLast: boolean): void {
  if (bytes.toString('base64') === text && (isLast || !text.endsWith('='))) return;
  throw refusal(
    'The content is not valid base64.',
    'must be base64 in the standard alphabet with padding and without line breaks; for plain text set encoding to utf-8',
  );
}

function refusal(message: string, detail: string): ApiException {
  return new ApiException('invalid_encoding', {
    message,
    details: [{ field: 'content', message: detail, code: 'invalid_encoding' }],
  });
}
