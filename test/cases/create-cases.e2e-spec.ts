import { createdCasesReply } from '../../libs/public-api/src/cases/cases.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCases,
  givenQueue,
  seen,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('POST /v1/queues/{queue_id}/cases', () => {
  const world = useCases();
  let queueId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
  });
  const create = (cases: unknown, role: 'member' | 'viewer' | 'builder' = 'member') =>
    world.as(role).post(`/v1/queues/${queueId}/cases`, { cases });
  const total = async () => (await world.as('viewer').get(`/v1/queues/${queueId}/cases`)).body.total;

  describe('201', () => {
    it('creates a case with nothing but a title', async () => {
      const reply = await create([{ title: 'Plain' }]);
      expect(reply.status).toBe(201);
      const [made] = createdCasesReply.parse(reply.body).cases;
      expect(made).toEqual({
        id: expect.any(String),
        queue_id: queueId,
        title: 'Plain',
        data: {},
        priority: 'normal',
        status: 'pending',
        labels: [],
        assigned_agent_id: null,
        claimed_by_run_id: null,
        claimed_at: null,
        pending_human_request_id: null,
        postponed_to: null,
        held: false,
        attempts: 0,
        result: null,
        error: null,
        created_by: { type: 'user', id: world.userId('member') },
        created_at: expect.any(String),
        updated_at: made!.created_at,
        completed_at: null,
      });
      expect((await seen(world, made!.id)).history).toEqual(['created']);
    });

    it('keeps every field, and creates the labels that the queue lacks', async () => {
      const data = { number: 'INV-1', lines: [{ amount: 12.5, paid: false, note: null }], 'ü 🦊': '€' };
      const labels = [{ key: 'vendor', value: 'Globex' }, { value: 'urgent' }, { value: 'urgent' }];
      const reply = await create([{ title: 'Full', data, priority: 'high', labels }]);
      const [made] = createdCasesReply.parse(reply.body).cases;
      expect(made).toMatchObject({ title: 'Full', data, priority: 'high' });
      expect(made!.labels.map(({ key, value }) => ({ key, value }))).toEqual([
        { key: '', value: 'urgent' },
        { key: 'vendor', value: 'Globex' },
      ]);
      const listed = await world.as('viewer').get(`/v1/queues/${queueId}/labels`);
      expect(listed.body.labels).toMatchObject([
        { value: 'urgent', case_count: 1 },
        { value: 'Globex', case_count: 1 },
      ]);
    });

    it('creates 100 in the order given, which is the order in which agents take them', async () => {
      const titles = Array.from({ length: 100 }, (_, index) => `Batch ${index}`);
      const made = await givenCases(
        world,
        queueId,
        titles.map((title) => ({ title })),
      );
      expect(made.map(({ title }) => title)).toEqual(titles);
      const ids = made.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort());
    });

    it('takes keys that name parts of the language as plain data', async () => {
      const json = '{"__proto__":{"admin":true},"constructor":{"prototype":1},"a":{"__proto__":[1]}}';
      const reply = await world.app.rest('POST', `/v1/queues/${queueId}/cases`, {
        key: world.app.world.acme.keys.member,
        rawBody: `{"cases":[{"title":"Keys","data":${json}}]}`,
      });
      expect(reply.status).toBe(201);
      const { id } = reply.body.cases[0];
      const { rows } = await world.app.database.query<{ same: boolean }>(
        `select data = $1::jsonb as same from cases where id = $2`,
        [json, id],
      );
      expect(rows).toEqual([{ same: true }]);
      const again = await world.as('viewer').get(`/v1/cases/${id}`);
      expect(JSON.parse(again.text).case.data.__proto__).toEqual({ admin: true });
    });

    it('takes data of exactly 64 KiB and 8 levels', async () => {
      const deep = JSON.parse('{"a":'.repeat(7) + '{}' + '}'.repeat(7));
      const large = { a: 'x'.repeat(65_536 - '{"a":""}'.length) };
      expect((await create([{ title: 'Deep', data: deep }])).status).toBe(201);
      expect((await create([{ title: 'Large', data: large }])).status).toBe(201);
    });

    it('gives the first reply again for a repeated idempotency key', async () => {
      const body = { cases: [{ title: 'Once', labels: [{ value: 'once' }] }] };
      const post = () =>
        world.app.rest('POST', `/v1/queues/${queueId}/cases`, {
          key: world.app.world.acme.keys.member,
          body,
          headers: { 'idempotency-key': 'cases-once' },
        });
      const before = await total();
      const [first, again] = [await post(), await post()];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body).toEqual(first.body);
      expect(await total()).toBe(before + 1);
    });
  });

  describe('400', () => {
    const nul = 'a\u0000b';
    it.each([
      ['cases', undefined],
      ['cases', []],
      ['cases', Array.from({ length: 101 }, () => ({ title: 'x' }))],
      ['cases.0.title', [{}]],
      ['cases.0.title', [{ title: '' }]],
      ['cases.0.title', [{ title: 'x'.repeat(501) }]],
      ['cases.1.title', [{ title: 'x' }, { title: nul }]],
      ['cases.0.priority', [{ title: 'x', priority: 'urgent' }]],
      ['cases.0.status', [{ title: 'x', status: 'completed' }]],
      ['cases.0.data', [{ title: 'x', data: [] }]],
      ['cases.0.data', [{ title: 'x', data: null }]],
      ['cases.1.data', [{ title: 'x' }, { title: 'x', data: { a: 'x'.repeat(65_536) } }]],
      ['cases.0.data', [{ title: 'x', data: { a: [[[[[[[[]]]]]]]] } }]],
      ['cases.0.data', [{ title: 'x', data: { a: [{ b: nul }] } }]],
      ['cases.0.data', [{ title: 'x', data: { [nul]: 1 } }]],
      ['cases.0.data', [{ title: 'x', data: { a: '\ud800' } }]],
      ['cases.0.data', [{ title: 'x', data: { '\udc00': 1 } }]],
      ['cases.0.labels.0.value', [{ title: 'x', labels: [{ key: 'vendor' }] }]],
      ['cases.0.labels.0.value', [{ title: 'x', labels: [{ value: '' }] }]],
      ['cases.0.labels.0.value', [{ title: 'x', labels: [{ value: 'x'.repeat(101) }] }]],
      ['cases.0.labels.0.key', [{ title: 'x', labels: [{ key: 'x'.repeat(51), value: 'x' }] }]],
      [
        'cases.0.labels',
        [{ title: 'x', labels: Array.from({ length: 51 }, (_, index) => ({ value: `l${index}` })) }],
      ],
    ])('refuses a fault in %s (%#) and creates nothing', async (field, cases) => {
      const before = await total();
      const reply = await create(cases);
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details).toContainEqual(expect.objectContaining({ field }));
      expect(await total()).toBe(before);
    });

    it('refuses a malformed id', async () => {
      const reply = await world.as('member').post('/v1/queues/nope/cases', { cases: [{ title: 'x' }] });
      expectError(reply, 400, 'invalid_request', ['queue_id']);
    });
  });

  describe('refusals', () => {
    it('requires a credential', async () => {
      const reply = await world.anonymous.post(`/v1/queues/${queueId}/cases`, { cases: [{ title: 'x' }] });
      expectError(reply, 401, 'invalid_token');
    });

    it('forbids it to a viewer, and to a key that may only read', async () => {
      expectError(await create([{ title: 'x' }], 'viewer'), 403, 'forbidden');
      const reply = await world.readOnly.post(`/v1/queues/${queueId}/cases`, { cases: [{ title: 'x' }] });
      expectError(reply, 403, 'insufficient_scope');
    });

    it('knows no queue of another team', async () => {
      const body = { cases: [{ title: 'x' }] };
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/cases`, body),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/cases`, body),
      );
    });
  });
});
