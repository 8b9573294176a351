import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box';

const OLD = randomBytes(32);
const NEW = randomBytes(32);

describe('SecretBox', () => {
  it('opens what it sealed', () => {
    const box = new SecretBox([OLD]);
    expect(box.open(box.seal('whsec_ü', 'team:1'), 'team:1')).toBe('whsec_ü');
  });

  it('seals the same text differently each time and shows nothing of it', () => {
    const box = new SecretBox([OLD]);
    const [one, two] = [box.seal('secret', 'x'), box.seal('secret', 'x')];
    expect(one).not.toBe(two);
    expect(one).not.toContain(Buffer.from('secret').toString('base64url'));
  });

  it('refuses a ciphertext that was moved to another purpose', () => {
    const box = new SecretBox([OLD]);
    expect(() => box.open(box.seal('secret', 'team:1'), 'team:2')).toThrow('belongs elsewhere');
  });

  it('refuses a changed ciphertext, wherever it was changed', () => {
    const box = new SecretBox([OLD]);
    const [version, id, data = ''] = box.seal('secret', 'x').split('.');
    const bytes = Buffer.from(data, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const sealed = [version, id, changed.toString('base64url')].join('.');
      expect(() => box.open(sealed, 'x')).toThrow('was changed');
    }
  });

  it('refuses what is too short to have a tag', () => {
    const box = new SecretBox([OLD]);
    const [version, id] = box.seal('secret', 'x').split('.');
    expect(() => box.open(`${version}.${id}.AAAA`, 'x')).toThrow('was changed');
    expect(() => box.open('', 'x')).toThrow('not at hand');
  });

  it('reads with an old key and writes with the first', () => {
    const before = new SecretBox([OLD]).seal('secret', 'x');
    const both = new SecretBox([NEW, OLD]);
    expect(both.open(before, 'x')).toBe('secret');
    expect(both.isCurrent(before)).toBe(false);
    const after = both.seal('secret', 'x');
    expect(both.isCurrent(after)).toBe(true);
    expect(() => new SecretBox([OLD]).open(after, 'x')).toThrow('ENCRYPTION_KEY');
  });

  it('says how to make a key when there is none', () => {
    expect(() => new SecretBox([]).seal('secret', 'x')).toThrow('openssl rand -base64 32');
  });

  it('derives different keys for different uses', () => {
    const box = new SecretBox([NEW, OLD]);
    expect(box.sign('text', 'csrf')).not.toBe(box.sign('text', 'cookie'));
    expect(box.derived('csrf')).toHaveLength(2);
  });
});
