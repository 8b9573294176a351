import { distinctNames } from './label-name';

describe('distinctNames', () => {
  it('keeps the first of equal names, in order', () => {
    const urgent = { key: '', value: 'urgent' };
    const vendor = { key: 'vendor', value: 'Globex' };
    expect(distinctNames([vendor, urgent, { ...vendor }, urgent])).toEqual([vendor, urgent]);
  });

  it('tells apart names that read alike when joined', () => {
    const names = [
      { key: 'a', value: 'b:c' },
      { key: 'a:b', value: 'c' },
      { key: '', value: 'a:b:c' },
      { key: 'a","', value: 'b' },
      { key: 'a', value: '","b' },
      { key: 'A', value: 'b:c' },
    ];
    expect(distinctNames(names)).toEqual(names);
  });
});
