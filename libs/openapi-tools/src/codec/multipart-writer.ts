import { createHash } from 'node:crypto';

/** One part of a multipart body (RFC 7578). */
export interface WirePart {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const CRLF = '\r\n';

/** How browsers write names (HTML, multipart/form-data encoding algorithm): UTF-8, with these three escaped. */
export function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function unescapeName(text: string): string {
  return text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

/** The body and its boundary, which follows from the content: same parts, same bytes. */
export function writeMultipart(parts: readonly WirePart[]): { bytes: Uint8Array; boundary: string } {
  const boundary = boundaryOf(parts);
  const chunks: Uint8Array[] = [];
  for (const { name, filename, contentType, bytes } of parts) {
    const file = filename === null ? '' : `; filename="${escapeName(filename)}"`;
    const head =
      `--${boundary}${CRLF}Content-Disposition: form-data; name="${escapeName(name)}"${file}${CRLF}` +
      `Content-Type: ${contentType}${CRLF}${CRLF}`;
    chunks.push(Buffer.from(head, 'utf8'), bytes, Buffer.from(CRLF));
  }
  chunks.push(Buffer.from(`--${boundary}--${CRLF}`));
  return { bytes: Buffer.concat(chunks), boundary };
}

function boundaryOf(parts: readonly WirePart[]): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash('sha256').update(String(round));
    for (const part of parts) hash.update(part.name).update('\0').update(part.bytes).update('\0');
    const boundary = `part-${hash.digest('hex').slice(0, 32)}`;
    const taken = parts.some(({ bytes }) =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(boundary),
    );
    if (!taken) return boundary;
  }
}
