/** A place in the trail: that of one entry. */
export interface AuditPosition {
  readonly createdAt: Date;
  readonly id: number;
}

const FORM = /^(\d{1,15})\.(\d{1,16})$/;

/** Position → text that callers hand back; of no use to them otherwise. */
export function encodePosition({ createdAt, id }: AuditPosition): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** @returns the position, or `undefined` for a text that is none */
export function decodePosition(text: string): AuditPosition | undefined {
  const match = FORM.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (!match) return undefined;
  const [time, id] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(id) && encodePosition({ createdAt: new Date(time), id }) === text
    ? { createdAt: new Date(time), id }
    : undefined;
}
