import { Database } from '@app/database';
import { CaseLabels } from '../../libs/public-api/src/cases';
import type { LabelName } from '../../libs/public-api/src/cases';
import { givenCase, givenQueue, useQueues } from '../queues/support/queues-world';
import { givenLabels, labelsOfQueue, nameOf, tags } from './support/labels';

const plain = (names: readonly string[]): LabelName[] => names.map((value) => ({ key: '', value }));

describe('labels on many cases at once', () => {
  const world = useQueues();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const teamId = () => world.app.world.acme.teamId;
  const givenCases = async (count: number) => {
    const ids: string[] = [];
    for (let made = 0; made < count; made += 1) ids.push(await givenCase(world, queueId));
    return ids;
  };
  const attach = (wanted: ReadonlyMap<string, readonly LabelName[]>) =>
    world.app.get(Database).transaction(() => world.app.get(CaseLabels).attach(teamId(), queueId, wanted));
  const namesOn = async (ids: readonly string[]) => {
    const labels = await world.app.get(CaseLabels).ofCases(teamId(), ids);
    return ids.map((id) => labels.get(id)?.map(nameOf));
  };

  it('gives each case its own, and creates what the queue lacks once', async () => {
    const [first, second, third] = (await givenCases(3)) as [string, string, string];
    await givenLabels(world, first, ['known']);
    await attach(
      new Map([
        [first, plain(['known', 'shared'])],
        [second, plain(['shared', 'shared', 'second'])],
        [third, []],
      ]),
    );
    expect(await namesOn([third, second, first])).toEqual([[], ['second', 'shared'], ['known', 'shared']]);
    expect(await labelsOfQueue(world, queueId)).toEqual({ known: 1, second: 1, shared: 2 });
  });

  it('takes 100 cases of 50 labels each', async () => {
    const cases = await givenCases(100);
    await attach(new Map(cases.map((id, index) => [id, plain(tags(50, `of${index}-`))])));
    expect((await namesOn(cases)).map((names) => names?.length)).toEqual(Array(100).fill(50));
    expect(Object.keys(await labelsOfQueue(world, queueId))).toHaveLength(1000);
  });

  it('shows another team nothing', async () => {
    const [id] = (await givenCases(1)) as [string];
    await givenLabels(world, id, ['ours']);
    const labels = await world.app.get(CaseLabels).ofCases(world.app.world.globex.teamId, [id]);
    expect(labels.get(id)).toEqual([]);
  });

  it('does nothing for no labels', async () => {
    const [id] = (await givenCases(1)) as [string];
    await attach(new Map([[id, []]]));
    await attach(new Map());
    expect(await namesOn([id])).toEqual([[]]);
    expect(await namesOn([])).toEqual([]);
  });

  it('does not block with others that name the same labels in another order', async () => {
    for (let round = 0; round < 5; round += 1) {
      const names = plain(tags(50, `r${round}-`));
      const groups = await Promise.all([1, 2, 3].map(() => givenCases(5)));
      const wanted = groups.map(
        (ids, index) => new Map(ids.map((id) => [id, index % 2 === 0 ? names : names.toReversed()])),
      );
      await Promise.all(wanted.map(attach));
      for (const found of await namesOn(groups.flat())) expect(found).toHaveLength(50);
    }
  });
});
