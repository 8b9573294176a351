import fc from 'fast-check';
import { Redactor } from './redactor';

const passed = (redactor: Redactor, parts: readonly string[]): string =>
  Buffer.concat([...parts.map((part) => redactor.next(Buffer.from(part))), redactor.end()]).toString();

describe('Redactor', () => {
  it('hides a secret in one part and across parts', () => {
    expect(passed(new Redactor(['secret']), ['a secret!'])).toBe('a ******!');
    expect(passed(new Redactor(['secret']), ['a se', 'c', 'ret!', 'secretsecret'])).toBe(
      'a ******!************',
    );
  });

  it('leaves everything else, and lengths, as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é') })), (parts) => {
        const whole = parts.join('');
        const expected = whole.replaceAll('abca', '****');
        expect(passed(new Redactor(['abca']), parts)).toBe(expected);
        expect(passed(new Redactor([]), parts)).toBe(whole);
      }),
    );
  });

  it('hides each of several', () => {
    expect(new Redactor(['one-secret', 'another']).text('x one-secret y another z')).toBe(
      'x ********** y ******* z',
    );
  });
});
