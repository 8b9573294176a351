import { displayName, monogramOf, waitInWords } from './display-text';

const shown = (name: string): string => displayName(name, 'An app without a name');

describe('displayName', () => {
  it.each(['Claude', 'مساعد البريد', '👩🏽‍💻 Helper', 'Zoë’s app', 'क्षि'])('leaves %s as it is', (name) => {
    expect(shown(name)).toBe(name);
  });

  it('takes out what turns the direction of the text around it', () => {
    expect(shown('Claude\u202eedualC\u2066')).toBe('Claude edualC');
  });

  it('takes out control characters and makes one line of several', () => {
    expect(shown(' Claude\r\n\u0000by\u2028Anthropic\t')).toBe('Claude by Anthropic');
  });

  it('takes out characters that cannot be seen', () => {
    expect(shown('\u200b\ufeff\u2060\u00ad')).toBe('An app without a name');
    expect(shown('a\u{e0041}b')).toBe('a b');
  });

  it('bounds marks that are piled on a letter', () => {
    expect(shown(`a${'\u0301'.repeat(200)}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
  });

  it('cuts a long name between whole characters', () => {
    expect(shown('👩🏽‍💻'.repeat(200))).toBe(`${'👩🏽‍💻'.repeat(59)}…`);
    expect(shown('x'.repeat(60))).toBe('x'.repeat(60));
  });

  it('costs no more for a very long name', () => {
    const begin = performance.now();
    shown('a\u0301 '.repeat(1_000_000));
    expect(performance.now() - begin).toBeLessThan(500);
  });

  it('names what has no name', () => {
    expect(shown('   ')).toBe('An app without a name');
  });
});

describe('monogramOf', () => {
  it.each([
    ['claude', 'C'],
    ['👩🏽‍💻 Helper', '👩🏽‍💻'],
    ['', '?'],
  ])('%s: %s', (name, sign) => {
    expect(monogramOf(name)).toBe(sign);
  });
});

describe('waitInWords', () => {
  it.each([
    [1, '1 second'],
    [1001, '2 seconds'],
    [59_500, '1 minute'],
    [61_000, '2 minutes'],
  ])('%d ms: %s', (milliseconds, words) => {
    expect(waitInWords(milliseconds)).toBe(words);
  });
});
