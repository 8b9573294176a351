import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFile } from './key-file';

describe('keyFile', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'key-file-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a key once, for its owner alone, and reads it afterwards', () => {
    const made = keyFile(join(folder, 'data'));
    expect(made).toHaveLength(32);
    expect(keyFile(join(folder, 'data'))).toEqual(made);
    expect(readdirSync(join(folder, 'data'))).toEqual(['encryption.key']);
    expect(statSync(join(folder, 'data/encryption.key')).mode & 0o777).toBe(0o600);
  });

  it('does not replace a file that holds something else', () => {
    writeFileSync(join(folder, 'encryption.key'), 'half');
    expect(() => keyFile(folder)).toThrow('from a backup');
  });
});
