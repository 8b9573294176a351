import { renamedPath } from './rename-rules';

const faultOf = (path: string, name: string): string | undefined => {
  try {
    renamedPath(path, name);
    return undefined;
  } catch (error) {
    return (error as { details: { message: string }[] }).details[0]?.message;
  }
};

describe('renamedPath', () => {
  it('stays in the folder', () => {
    expect(renamedPath('a/b/c.txt', 'd.txt')).toBe('a/b/d.txt');
    expect(renamedPath('c', 'd')).toBe('d');
  });

  it('keeps the extension, ignoring case', () => {
    expect(renamedPath('a.PDF', 'b.pdf')).toBe('b.pdf');
    expect(faultOf('a.txt', 'a.md')).toBe('must keep the extension .txt');
    expect(faultOf('a.txt', 'a')).toBe('must keep the extension .txt');
    expect(faultOf('a', 'a.txt')).toBe('must have no extension, like the file');
  });

  it('refuses a path that becomes too long', () => {
    expect(faultOf(`${'a'.repeat(1000)}/b`, 'c'.repeat(200))).toBe(
      'makes a path that breaks a rule: it must have at most 1024 bytes in UTF-8',
    );
  });
});
