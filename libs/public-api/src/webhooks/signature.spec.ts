import { createHash } from 'node:crypto';
import { signatureOf } from './signature';

const BODY = '{"event":"run_completed","title":"ä – 漢字"}';

const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** HMAC by its definition. https://www.rfc-editor.org/rfc/rfc2104#section-2 */
function hmac(secret: string, text: string): string {
  const key = Buffer.alloc(64);
  key.write(secret);
  const inner = key.map((byte) => byte ^ 0x36);
  const outer = key.map((byte) => byte ^ 0x5c);
  return sha256(Buffer.from(outer), sha256(Buffer.from(inner), text)).toString('hex');
}

describe('signatureOf', () => {
  it('signs time and body with the whole secret', () => {
    const signature = signatureOf(['whsec_abc'], BODY, 1_700_000_000);
    expect(signature).toBe(`t=1700000000,v1=${hmac('whsec_abc', `1700000000.${BODY}`)}`);
  });

  it('is what was computed elsewhere for a fixed example', () => {
    expect(signatureOf(['whsec_test'], '{}', 1)).toBe(
      't=1,v1=7500d5d4be4b3ef07af1fe56f7d522d135cdaa7530de557e67cc1049c52de094',
    );
  });

  it('signs once per secret, in their order', () => {
    const parts = signatureOf(['whsec_new', 'whsec_old'], BODY, 5).split(',');
    expect(parts).toEqual([
      't=5',
      `v1=${hmac('whsec_new', `5.${BODY}`)}`,
      `v1=${hmac('whsec_old', `5.${BODY}`)}`,
    ]);
  });
});
