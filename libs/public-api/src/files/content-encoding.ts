import { ApiException } from '@app/errors';

/** How file content travels in JSON. */
export const ENCODINGS = ['utf-8', 'base64'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * @returns the bytes that the content stands for
 * @throws ApiException `invalid_encoding` unless it is strict base64 (RFC 4648 section 4: standard alphabet, padding,
 * no line breaks, unused bits zero), or, for utf-8, free of lone surrogates
 */
export function decodeContent(content: string, encoding: Encoding): Buffer {
  return encoding === 'base64' ? decodeBase64(content) : decodeText(content);
}

/** @returns the bytes as `content` of a reply */
export function encodeContent(bytes: Buffer, encoding: Encoding): string {
  return bytes.toString(encoding === 'base64' ? 'base64' : 'utf8');
}

function decodeText(content: string): Buffer {
  const bytes = Buffer.from(content, 'utf8');
  // The encoder replaces what UTF-8 cannot carry; only well-formed text comes back the same.
  if (bytes.toString('utf8') !== content) {
    throw refusal(
      'The content holds a lone surrogate, which UTF-8 cannot carry.',
      'must be well-formed Unicode',
    );
  }
  return bytes;
}

function decodeBase64(content: string): Buffer {
  const bytes = Buffer.from(content, 'base64');
  // The decoder skips whatever it does not know; only strict base64 comes back the same.
  if (bytes.toString('base64') !== content) {
    throw refusal(
      'The content is not valid base64.',
      'must be base64 in the standard alphabet with padding and without line breaks; for plain text set encoding to utf-8',
    );
  }
  return bytes;
}

function refusal(message: string, detail: string): ApiException {
  return new ApiException('invalid_encoding', {
    message,
    details: [{ field: 'content', message: detail, code: 'invalid_encoding' }],
  });
}
