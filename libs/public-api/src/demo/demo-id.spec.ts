import { demoId } from './demo-id';

describe('demoId', () => {
  it('is a UUID of version 5', () => {
    expect(demoId('team', 'Acme')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('never changes for a name', () => {
    expect(demoId('team', 'Acme')).toBe('81fbd521-1598-5f10-aea5-89534aef11a8');
  });

  it('tells kinds and names apart', () => {
    expect(new Set([demoId('agent', 'A'), demoId('agent', 'B'), demoId('skill', 'A')]).size).toBe(3);
  });
});
