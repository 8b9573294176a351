import { endOfKey, KeyLifeError } from './key-life';

const NOW = Date.UTC(2030, 0, 1);
const days = (count: number): Date => new Date(NOW + count * 86_400_000);

describe('the end of a new key', () => {
  it.each([
    ['90 days by default', {}, null, days(90)],
    ['what the team allows, if that is less', {}, 30, days(30)],
    ['90 days where the team allows more', {}, 365, days(90)],
    ['never, if asked and allowed', { expiresInDays: null }, null, null],
    ['never as a time', { expiresAt: null }, null, null],
    ['days that are asked for', { expiresInDays: 7 }, 30, days(7)],
    ['a time that is asked for', { expiresAt: days(30) }, 30, days(30)],
    ['a time before days', { expiresAt: days(1), expiresInDays: 9 }, 30, days(1)],
    [
      'a time of a clock that is ahead',
      { expiresAt: new Date(days(30).getTime() + 299_000) },
      30,
      new Date(days(30).getTime() + 299_000),
    ],
  ])('is %s', (_, asked, maxDays, end) => {
    expect(endOfKey(asked, NOW, maxDays)).toEqual(end);
  });

  it.each([
    ['none', { expiresInDays: null }],
    ['no time', { expiresAt: null }],
    ['too many days', { expiresInDays: 31 }],
    ['too late a time', { expiresAt: days(31) }],
  ])('is refused where the team has a longest life: %s', (_, asked) => {
    expect(() => endOfKey(asked, NOW, 30)).toThrow(KeyLifeError);
    expect(() => endOfKey(asked, NOW, 30)).toThrow(
      'must be at most 30 days from now, which is the rule of this team',
    );
  });
});
