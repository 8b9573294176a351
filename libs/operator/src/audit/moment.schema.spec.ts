import { moment } from './moment.schema';

const NOW = Date.UTC(2026, 0, 31, 12);
const read = (text: string) =>
  moment(() => NOW)
    .safeParse(text)
    .data?.toISOString();

describe('moment', () => {
  it.each([
    ['30m', '2026-01-31T11:30:00.000Z'],
    ['24h', '2026-01-30T12:00:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T08:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00:01.5Z', '2026-01-31T08:00:01.500Z'],
    ['2026-01-31T08:00:00+02:00', '2026-01-31T06:00:00.000Z'],
  ])('reads %s', (text, time) => {
    expect(read(text)).toBe(time);
  });

  it.each([
    '',
    'yesterday',
    '7',
    '7w',
    '-7d',
    '2026-02-30',
    '0000-01-01',
    '2026-01-31T08:00',
    '2026-01-31T25:00Z',
  ])('refuses %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
