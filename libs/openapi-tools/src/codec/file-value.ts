import type { JsonValue } from '../model/json';
import { decodeBase64, decodedLength } from './base64';
import type { EncodeContext } from './context';

/** Bytes of a base64 argument; null when it was refused. */
export function readFile(
  name: string,
  value: JsonValue,
  maxBytes: number,
  context: EncodeContext,
): Uint8Array | null {
  if (typeof value !== 'string') {
    context.refuse(name, 'invalid_type', `Argument "${name}" must be a string with the bytes in Base64.`);
    return null;
  }
  // The last quantum may hold two padding characters.
  if (decodedLength(value) > maxBytes + 2) {
    context.refuse(name, 'too_big', `Argument "${name}" holds more than ${String(maxBytes)} bytes.`);
    return null;
  }
  const bytes = decodeBase64(value);
  if (bytes === null) {
    const message = `Argument "${name}" is not Base64: only A-Z, a-z, 0-9, "+", "/" and padding with "=", no line breaks, no "data:" prefix.`;
    context.refuse(name, 'invalid_value', message);
    return null;
  }
  if (bytes.byteLength > maxBytes) {
    context.refuse(name, 'too_big', `Argument "${name}" holds more than ${String(maxBytes)} bytes.`);
    return null;
  }
  return bytes;
}
