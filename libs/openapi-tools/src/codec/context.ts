import type { JsonValue } from '../model/json';
import type { IssueCode, RefusalIssue } from '../model/request';

/** Enough to act on; a longer list would only echo the caller's garbage. */
const MAX_ISSUES = 50;

/** What one call of `encode` gathers on its way. */
export class EncodeContext {
  issues: RefusalIssue[] | null = null;
  coercions = 0;

  /** @param headLeft characters that arguments outside the body may still have */
  constructor(
    readonly coerce: boolean,
    private headLeft = Infinity,
  ) {}

  /** Takes the room of a value outside the body. @returns whether there was so much */
  admit(value: JsonValue): boolean {
    if (this.headLeft === Infinity) return true;
    const left = remaining(value, this.headLeft);
    if (left < 0) return false;
    this.headLeft = left;
    return true;
  }

  refuse(field: string, code: IssueCode, message: string): void {
    this.issues ??= [];
    if (this.issues.length < MAX_ISSUES) this.issues.push({ field, code, message });
  }
}

/** What every value takes at least: numbers, and the names and marks around it. */
const LEAST = 8;

/** @returns what is left of a room once the value has taken its part; it looks no further once nothing is */
function remaining(value: JsonValue, room: number): number {
  if (room < 0) return room;
  if (typeof value === 'string') return room - value.length;
  let left = room - LEAST;
  if (Array.isArray(value)) {
    for (const item of value) {
      left = remaining(item, left);
      if (left < 0) break;
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      left = remaining(item, left - key.length);
      if (left < 0) break;
    }
  }
  return left;
}
