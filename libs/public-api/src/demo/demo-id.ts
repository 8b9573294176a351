import { createHash } from 'node:crypto';

/** Namespace of the demo ids; it never changes, because documents and tests name the ids. */
const NAMESPACE = Buffer.from('8c1f6d0a52ce4e0b9a3f1d7e64b0a925', 'hex');

/**
 * UUID v5 of a name, https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 * @param kind what the id stands for, so that an agent and a connection may have one name
 */
export function demoId(kind: string, name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${kind}:${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
