import fc from 'fast-check';
import { pathFault } from '../files';
import {
  SANDBOX_PATH_MAX_BYTES,
  sandboxFolderFault,
  sandboxFoldersOf,
  sandboxPathFault,
} from './sandbox-path';

describe('sandboxPathFault', () => {
  it.each(['/workspace/a', '/workspace/in/Ü 😀.txt', '/workspace/...', '/workspace/workspace/a'])(
    'accepts %j',
    (path) => {
      expect(sandboxPathFault(path)).toBeUndefined();
    },
  );

  it.each([
    ['', 'must begin with /workspace/'],
    ['a.txt', 'must begin with /workspace/'],
    ['/workspace', 'must begin with /workspace/'],
    ['/workspaces/a', 'must begin with /workspace/'],
    ['/Workspace/a', 'must begin with /workspace/'],
    ['workspace/a', 'must begin with /workspace/'],
    ['/etc/passwd', 'must begin with /workspace/'],
    ['/workspace/', 'must not be empty, after /workspace/'],
    ['/workspace//a', 'without a leading /'],
    ['/workspace/a//b', 'empty part'],
    ['/workspace/a/', 'empty part'],
    ['/workspace/../etc/passwd', '. or ..'],
    ['/workspace/a\\b', 'backslash'],
    ['/workspace/a\u0000', 'control characters'],
    ['/workspace/a\ud800', 'lone surrogates'],
    ['/workspace/e\u0301', 'NFC'],
    [`/workspace/${'a'.repeat(1025)}`, '1024 bytes'],
  ])('refuses %j and names the rule', (path, rule) => {
    expect(sandboxPathFault(path)).toContain(rule);
  });

  it('judges what follows /workspace/ as a file of the team', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (below) => {
        expect(sandboxPathFault(`/workspace/${below}`) === undefined).toBe(pathFault(below) === undefined);
      }),
    );
  });

  it('lets the longest path have as many bytes as declared', () => {
    const longest = `/workspace/${'a'.repeat(1024)}`;
    expect(sandboxPathFault(longest)).toBeUndefined();
    expect(Buffer.byteLength(longest)).toBe(SANDBOX_PATH_MAX_BYTES);
  });
});

describe('sandboxFolderFault', () => {
  it.each(['/workspace', '/workspace/in', '/workspace/in/2026'])('accepts %j', (path) => {
    expect(sandboxFolderFault(path)).toBeUndefined();
  });

  it.each([
    ['', 'must be /workspace or begin with /workspace/'],
    ['/', 'must be /workspace or begin with /workspace/'],
    ['/workspace/', 'must not be empty'],
    ['/workspace/in/', 'empty part'],
    ['/workspace/..', '. or ..'],
  ])('refuses %j and names the rule', (path, rule) => {
    expect(sandboxFolderFault(path)).toContain(rule);
  });
});

describe('sandboxFoldersOf', () => {
  it('names the folders below the workspace', () => {
    expect(sandboxFoldersOf('/workspace/a/b/c.txt')).toEqual(['/workspace/a', '/workspace/a/b']);
    expect(sandboxFoldersOf('/workspace/c.txt')).toEqual([]);
  });
});
