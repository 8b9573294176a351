import { randomBytes } from 'node:crypto';
import { SecretBox } from '@app/secrets';
import { CsrfTokens } from './csrf-tokens';

const [newKey, oldKey] = [randomBytes(32), randomBytes(32)];
const tokensOf = (...keys: Buffer[]) => new CsrfTokens(new SecretBox(keys));

describe('CsrfTokens', () => {
  const tokens = tokensOf(newKey);
  const token = tokens.issue('session:a');

  it('A44: are good for what they were issued for, and for nothing else', () => {
    expect(tokens.isValid('session:a', token)).toBe(true);
    expect(tokens.isValid('session:b', token)).toBe(false);
    expect(tokens.isValid('session:', token)).toBe(false);
  });

  it.each([undefined, null, '', 0, {}, ['x'], 'x', 'é'.repeat(43)])('A44: do not take %p', (value) => {
    expect(tokens.isValid('session:a', value)).toBe(false);
  });

  it('A44: cannot be sent several at once', () => {
    expect(tokens.isValid('session:a', [token])).toBe(false);
    expect(tokens.isValid('session:a', `${token}, ${token}`)).toBe(false);
  });

  it('are the same on all replicas, and outlive a rotation of the key', () => {
    expect(tokensOf(newKey).isValid('session:a', token)).toBe(true);
    expect(tokensOf(oldKey, newKey).isValid('session:a', token)).toBe(true);
    expect(tokensOf(oldKey).isValid('session:a', token)).toBe(false);
  });
});
