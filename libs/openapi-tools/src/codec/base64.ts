/**
 * Bytes of a base64 text (RFC 4648, section 4); null for anything but the one canonical spelling. Lenient decoders
 * skip what they do not know and would send a damaged file.
 */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Bytes a base64 text stands for, from its length alone. */
export function decodedLength(text: string): number {
  return Math.floor((text.length * 3) / 4);
}

/** A lone surrogate has no UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
