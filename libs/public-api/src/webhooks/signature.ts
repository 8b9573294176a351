import { createHmac } from 'node:crypto';

/**
 * Value of `x-webhook-signature`: the time, and one `v1` per secret. The time is signed too, so that a receiver
 * can refuse what is replayed later.
 *
 * @param secrets keys as the operator sees them, prefix included
 * @param seconds time of sending, in seconds since the epoch
 */
export function signatureOf(secrets: readonly string[], body: string, seconds: number): string {
  const marks = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
  );
  return [`t=${seconds}`, ...marks].join(',');
}
