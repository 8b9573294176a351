import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StreamableFile } from '@nestjs/common';
import { encodeContent } from './content-encoding';
import type { Encoding } from './content-encoding';
import type { GetFileContentReply } from './files.schemas';

/** From this size on a slice is written bit by bit: as one text it would hold up all others. */
export const STREAMED_BYTES = 256 * 1024;

/** Bytes of the file that are written in one turn of the event loop; whole groups of base64. */
const STEP = 48 * 1024;

/**
 * @param view reply without its content
 * @param bytes the content; as utf-8 it begins and ends between characters
 * @returns the JSON of the reply, which takes a turn of the event loop for each bit
 */
export function contentStream(view: GetFileContentReply, bytes: Buffer): StreamableFile {
  return new StreamableFile(Readable.from(jsonParts(view, bytes), { objectMode: false }), {
    type: 'application/json; charset=utf-8',
  });
}

/** @returns the parts of `JSON.stringify({ ...view, content })`, but with the content as the last member */
export async function* jsonParts(
  { content: _, ...view }: GetFileContentReply,
  bytes: Buffer,
  step = STEP,
): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify(view).slice(0, -1)},"content":"`);
  for (let at = 0; at < bytes.length;) {
    const end = view.encoding === 'base64' ? at + step : characterEnd(bytes, at + step);
    yield jsonText(bytes.subarray(at, end), view.encoding);
    at = end;
    await nextTurn();
  }
  yield Buffer.from('"}');
}

function jsonText(bytes: Buffer, encoding: Encoding): Buffer {
  const content = encodeContent(bytes, encoding);
  // Nothing in base64 needs an escape.
  return encoding === 'base64'
    ? Buffer.from(content, 'latin1')
    : Buffer.from(JSON.stringify(content).slice(1, -1));
}

function characterEnd(bytes: Buffer, end: number): number {
  let at = end;
  while (at < bytes.length && (bytes[at]! & 0xc0) === 0x80) at += 1;
  return at;
}
