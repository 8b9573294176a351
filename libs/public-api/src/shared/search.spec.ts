import { containsPattern, startsWithPattern } from './index';

describe('containsPattern', () => {
  it('takes the wildcards of LIKE literally', () => {
    expect(containsPattern('50%_a\\b')).toBe('%50\\%\\_a\\\\b%');
  });
});

describe('startsWithPattern', () => {
  it('is open at the end only', () => {
    expect(startsWithPattern('a_b/')).toBe('a\\_b/%');
  });
});
