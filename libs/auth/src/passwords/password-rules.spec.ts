import { requireGoodPassword, WeakPasswordError } from './password-rules';

const person = { email: 'ada.lovelace@initech.test', name: 'Ada Lovelace' };
const check = (password: string) => () => requireGoodPassword(password, person);

describe('requireGoodPassword', () => {
  it.each([
    'correct horse battery staple',
    'nur kleine buchstaben',
    '8 chars!',
    'пароль-для-меня',
    '🐙🦑🐚🪸🐡🐠🐟🦈',
    'x9'.repeat(50) + 'long enough and allowed',
    'k7Qw2ZpV0cRt9LxM',
    'my password is a sentence',
    ' spaces around count ',
  ])('ASVS 6.2.1, 6.2.5, 6.2.9: takes "%s", whatever kinds of characters it has', (password) => {
    expect(check(password)).not.toThrow();
  });

  it('takes 256 characters, counted as people count them', () => {
    const sentence = 'abcdefgh'.repeat(31) + '🐙🦑🐚🪸🐡🐠🐟🦈';
    expect(check(sentence)).not.toThrow();
    expect(check(`${sentence}x`)).toThrow('at most 256 characters; this one has 257');
    expect(check('🐙🦑🐚🪸🐡🐠🐟')).toThrow('at least 8 characters; this one has 7');
  });

  it.each([
    'password',
    'Password1!',
    'P@ssw0rd2026',
    'pa$$word',
    '12345678',
    '87654321',
    '11111111',
    'abababab',
    'qwertyuiop',
    'Summer2026!',
    'letmein!!',
    'ILOVEYOU',
    '!!!dragon!!!',
    '1q2w3e4r',
  ])('ASVS 6.2.4: refuses "%s", which others would try first', (password) => {
    expect(check(password)).toThrow(WeakPasswordError);
    expect(check(password)).toThrow('others would try');
  });

  it.each([
    'ada.lovelace@initech.test',
    'Lovelace1!',
    'adalovelace',
    'initech2026'.slice(0, 10),
    'duvoduvo1',
    'lovelacelovelace',
  ])('refuses "%s", which is the name of person, company or product', (password) => {
    expect(check(password)).toThrow('little more than your name');
  });
});
