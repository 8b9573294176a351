import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { scanJson } from './json-scan';
import type { JsonExcess, LongString } from './json-scan';

export class UnparsableBody extends Error {
  constructor(readonly type: 'not_utf8' | 'charset.unsupported' | JsonExcess) {
    super(`The body was not given to the parser: ${type}.`);
  }
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const FIRST_PRINTABLE = 0x20;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LAST_ASCII = 0x7f;
/** JSON's white space (RFC 8259, 2). */
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** Stands for a long string while the rest is parsed; nobody outside can know it. */
const MARK = `${randomUUID()}:`;

/**
 * Parses a large body and lets others have a turn of the event loop meanwhile, which `JSON.parse` does not: what
 * makes a body large is a file in one string, so long strings are parsed by themselves, bit by bit, and put in
 * where they were.
 *
 * @param bytes JSON text in UTF-8
 * @throws UnparsableBody as of `excessOf`; SyntaxError as of `JSON.parse`
 */
export async function parseInTurns(bytes: Buffer, stepBytes?: number): Promise<unknown> {
  if (!isUtf8(bytes)) throw new UnparsableBody('not_utf8');
  const long: LongString[] = [];
  const scan = scanJson(bytes, { found: long, ...(stepBytes !== undefined && { stepBytes }) });
  let step = scan.next();
  while (!step.done) {
    await nextTurn();
    step = scan.next();
  }
  if (step.value) throw new UnparsableBody(step.value);
  const texts = long.filter(({ end }) => !isName(bytes, end));
  const values: string[] = [];
  for (const text of texts) values.push(await parseText(bytes, text));
  await nextTurn();
  const rest = withMarks(bytes, texts);
  if (values.length === 0) return JSON.parse(rest) as unknown;
  return JSON.parse(rest, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? values[Number(value.slice(MARK.length))] : value,
  ) as unknown;
}

/** Whether the string that ends here is the name of a member; only values are put in. */
function isName(bytes: Buffer, end: number): boolean {
  let at = end + 1;
  while (SPACES.has(bytes[at] ?? -1)) at += 1;
  return bytes[at] === COLON;
}

async function parseText(bytes: Buffer, text: LongString): Promise<string> {
  // One text outside the heap, where many parts of it would keep the garbage collector busy.
  if (await isPlain(bytes, text)) return bytes.toString('latin1', text.start + 1, text.end);
  const { start, end, cuts } = text;
  const parts: string[] = [];
  let from = start + 1;
  for (const to of [...cuts, end]) {
    await nextTurn();
    parts.push(JSON.parse(`"${bytes.toString('utf8', from, to)}"`) as string);
    from = to;
  }
  await nextTurn();
  return parts.join('');
}

/** Whether the string stands for itself, as base64 does: ASCII without escapes or control characters. */
async function isPlain(bytes: Buffer, { start, end, cuts }: LongString): Promise<boolean> {
  let from = start + 1;
  for (const to of [...cuts, end]) {
    if (!isPlainPart(bytes, from, to)) return false;
    from = to;
    await nextTurn();
  }
  return true;
}

function isPlainPart(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte < FIRST_PRINTABLE || byte > LAST_ASCII || byte === BACKSLASH) return false;
  }
  return true;
}

function withMarks(bytes: Buffer, texts: readonly LongString[]): string {
  const parts: string[] = [];
  let from = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  texts.forEach(({ start, end }, index) => {
    parts.push(bytes.toString('utf8', from, start), JSON.stringify(`${MARK}${index}`));
    from = end + 1;
  });
  parts.push(bytes.toString('utf8', from));
  return parts.join('');
}
