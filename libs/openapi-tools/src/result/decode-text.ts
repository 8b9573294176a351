const UTF_8 = new TextDecoder();

/** Text of a body in the charset its media type names; UTF-8 where it names none that is known. */
export function decodeText(body: Uint8Array | string | undefined, mediaType: string): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(mediaType)?.[1];
  return (charset === undefined ? UTF_8 : decoderFor(charset)).decode(body);
}

function decoderFor(charset: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(charset);
  } catch {
    return UTF_8;
  }
}
