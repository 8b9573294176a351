import { MIB } from '@app/permissions';
import { BodyBudget } from './body-budget';

const BODY = 15 * MIB;

describe('BodyBudget', () => {
  it('has room for ten of the largest bodies of one credential, and gives it back once', () => {
    const budget = new BodyBudget();
    const given = Array.from({ length: 11 }, () => budget.take('a', BODY));
    expect(given.map((giveBack) => giveBack !== undefined)).toEqual([
      ...Array<boolean>(10).fill(true),
      false,
    ]);
    given[0]?.();
    given[0]?.();
    expect(budget.take('a', BODY)).toBeDefined();
    expect(budget.take('a', BODY)).toBeUndefined();
  });

  it('leaves room for others, up to what the process may take', () => {
    const budget = new BodyBudget();
    for (let n = 0; n < 10; n += 1) budget.take('a', BODY);
    const others = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id) => budget.take(id, BODY) !== undefined);
    expect(others).toEqual([true, true, true, true, true, true, true, false]);
    expect(budget.take('j', MIB)).toBeDefined();
  });
});
