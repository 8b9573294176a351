import { unescapeName, type WirePart } from './multipart-writer';

/** Parts of a body that `writeMultipart` wrote; none of anything else. */
export function readMultipart(bytes: Uint8Array, contentType: string | null): WirePart[] {
  const boundary = /;\s*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return [];
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  const parts: WirePart[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    const end = body.indexOf(mark, start);
    if (end < 0) break;
    const part = readPart(body.subarray(start + 2, end - 2));
    if (part !== null) parts.push(part);
    at = end;
  }
  return parts;
}

function readPart(piece: Buffer): WirePart | null {
  const gap = piece.indexOf('\r\n\r\n');
  if (gap < 0) return null;
  const head = piece.subarray(0, gap).toString('utf8');
  const name = /; name="([^"]*)"/.exec(head)?.[1];
  if (name === undefined) return null;
  const filename = /; filename="([^"]*)"/.exec(head)?.[1];
  return {
    name: unescapeName(name),
    filename: filename === undefined ? null : unescapeName(filename),
    contentType: /\r\nContent-Type: ([^\r]*)/.exec(head)?.[1] ?? 'text/plain',
    bytes: piece.subarray(gap + 4),
  };
}
