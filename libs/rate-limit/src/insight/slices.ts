import type { Span } from './limited-calls.repository';

/**
 * Parts a span, the newest first, so that no statement has to look at more than one part: on the embedded database
 * a statement runs in this process.
 */
export function* slicesOf({ from, to }: Span, seconds: number): Generator<Span> {
  const step = seconds * 1000;
  for (let end = to.getTime(); end > from.getTime(); end -= step) {
    yield { from: new Date(Math.max(from.getTime(), end - step)), to: new Date(end) };
  }
}
