import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Role } from '@app/auth';
import { HumanRequestExpiry } from '@app/public-api';
import type { Ask } from '@app/public-api';
import { humanRequestSchema } from '../../libs/public-api/src/runs/human-requests.schemas';
import { runSchema } from '../../libs/public-api/src/runs/runs.schemas';
import type { ApiClient } from '../support/api-client';
import { ANSWERS, APPROVAL, ask, bring, givenWaiting, interrupt, QUESTION, take } from './support/drive';
import {
  AGENTS,
  expectError,
  expectSameNotFound,
  givenAgent,
  rows,
  seen,
  startRun,
  transcript,
  UNKNOWN_ID,
  useRuns,
} from './support/runs-world';

const respondedReply = z.strictObject({ human_request: humanRequestSchema, run: runSchema });
const YES = { approved: true };

describe('respond_to_human_request', () => {
  const world = useRuns();
  const respond = (id: string, body: object = YES, by: ApiClient = world.as('manager')) =>
    by.post(`/v1/human-requests/${id}/respond`, body);
  const asking = (what: Ask = APPROVAL, by = world.as('manager'), fields = {}) =>
    givenWaiting(world, what, by, fields);

  describe('200', () => {
    it.each([true, false])(
      'takes approved %s for an approval; the run goes on either way',
      async (approved) => {
        const { runId, requestId } = await asking();
        const reply = await respond(requestId, { approved });
        expect(reply.status).toBe(200);
        const { human_request: request, run } = respondedReply.parse(reply.body);
        expect(request).toMatchObject({
          id: requestId,
          run_id: runId,
          status: 'responded',
          response: { approved, answers: [] },
          comment: null,
          responded_by: world.userId('manager'),
          responded_at: expect.any(String),
        });
        expect(run).toMatchObject({ id: runId, status: 'running', completed_at: null });
        expect((await transcript(world, runId)).at(-1)).toMatchObject({
          type: 'human_response',
          role: 'user',
          text: approved ? 'Approved.' : 'Refused.',
        });
      },
    );

    it('takes answers for a question, with a comment', async () => {
      const { requestId } = await asking(QUESTION);
      const reply = await respond(requestId, { ...ANSWERS, comment: 'Call first.' });
      expect(respondedReply.parse(reply.body).human_request).toMatchObject({
        response: { approved: null, answers: ANSWERS.answers },
        comment: 'Call first.',
      });
    });

    it('keeps no empty comment', async () => {
      const { requestId } = await asking();
      const { body } = await respond(requestId, { ...YES, comment: '' });
      expect(body.human_request.comment).toBeNull();
    });

    it('lets the next worker take the run, which can ask again', async () => {
      const { runId, requestId } = await asking();
      await respond(requestId);
      const asked = await ask(world, await take(world, runId), QUESTION);
      expect(asked.run.status).toBe('waiting');
      const second = (await seen(world, runId)).pending_human_request.id as string;
      expect((await respond(second, ANSWERS)).status).toBe(200);
      expectError(await respond(requestId), 409, 'already_responded');
    });
  });

  describe('who may', () => {
    it.each(['owner', 'admin', 'manager'] as const)('%s: any request', async (role: Role) => {
      const { requestId } = await asking(APPROVAL, world.as('member'));
      expect((await respond(requestId, YES, world.as(role))).status).toBe(200);
    });

    it.each(['builder', 'member'] as const)('%s: one of an own run', async (role: Role) => {
      const { requestId } = await asking(APPROVAL, world.as(role));
      expect((await respond(requestId, YES, world.as(role))).status).toBe(200);
    });

    it('builder: one of a run of an own agent, whoever started it', async () => {
      const { requestId } = await asking(APPROVAL, world.as('member'), { agent_id: AGENTS.invoiceProcessor });
      expect((await respond(requestId, YES, world.as('builder'))).status).toBe(200);
    });

    it.each(['builder', 'member'] as const)('%s: one that names them', async (role: Role) => {
      const { requestId } = await asking({ ...APPROVAL, assigneeIds: [world.userId(role)] });
      const { body } = await respond(requestId, YES, world.as(role));
      expect(body.human_request).toMatchObject({ status: 'responded', responded_by: world.userId(role) });
    });

    it('the manager still, although it names somebody else', async () => {
      const { requestId } = await asking({ ...APPROVAL, assigneeIds: [world.userId('member')] });
      expect((await respond(requestId)).status).toBe(200);
    });
  });

  describe('401 and 403', () => {
    it('requires a credential', async () => {
      expectError(await respond(UNKNOWN_ID, YES, world.anonymous), 401, 'invalid_token');
    });

    it('refuses a viewer, also one whom the request names', async () => {
      const { requestId } = await asking({ ...APPROVAL, assigneeIds: [world.userId('viewer')] });
      expectError(await respond(requestId, YES, world.as('viewer')), 403, 'forbidden');
      expectError(await respond('nonsense', {}, world.as('viewer')), 403, 'forbidden');
    });

    it.each(['builder', 'member'] as const)('refuses a %s one of a run of others', async (role: Role) => {
      const { requestId } = await asking({ ...APPROVAL, assigneeIds: [world.userId('owner')] });
      expectError(await respond(requestId, YES, world.as(role)), 403, 'forbidden');
    });

    it('refuses who was named by an earlier request of the run only', async () => {
      const { runId, requestId } = await asking({ ...APPROVAL, assigneeIds: [world.userId('member')] });
      await respond(requestId, YES, world.as('member'));
      await ask(world, await take(world, runId));
      const second = (await seen(world, runId)).pending_human_request.id as string;
      expectError(await respond(second, YES, world.as('member')), 403, 'forbidden');
    });

    it('refuses before it judges the response', async () => {
      const { requestId } = await asking(QUESTION);
      expectError(await respond(requestId, YES, world.as('member')), 403, 'forbidden');
    });

    it('refuses a key that may only read', async () => {
      expectError(await respond(UNKNOWN_ID, YES, world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it('answers alike for a request of another team and one that nobody has', async () => {
      const agentId = await givenAgent(world.stranger);
      const runId = await startRun(world.stranger, { agent_id: agentId });
      // Requests are made by executors, so the foreign one is moved there behind the back of the product.
      const { requestId } = await asking();
      await world.app.database.handle.execute(
        sql`update human_requests set team_id = ${world.app.world.globex.teamId}, run_id = ${runId} where id = ${requestId}`,
      );
      for (const role of ['owner', 'member'] as const)
        expectSameNotFound(
          await respond(requestId, YES, world.as(role)),
          await respond(UNKNOWN_ID, YES, world.as(role)),
        );
    });
  });

  describe('400', () => {
    it.each([
      ['neither', {}],
      ['both', { ...YES, ...ANSWERS }],
      ['only a comment', { comment: 'Yes' }],
    ])('needs exactly one of approved and answers: %s', async (_, body) => {
      const { runId, requestId } = await asking();
      const reply = await respond(requestId, body);
      expectError(reply, 400, 'invalid_request');
      expect(reply.text).toContain('must have exactly one of approved and answers');
      expect(await seen(world, runId)).toMatchObject({ status: 'waiting' });
    });

    it.each([
      ['approved that is text', { approved: 'yes' }, 'approved'],
      ['no answers', { answers: [] }, 'answers'],
      ['answer without values', { answers: [{ question_id: 'urgency', values: [] }] }, 'answers.0.values'],
      [
        'answer of 21 values',
        { answers: [{ question_id: 'urgency', values: Array(21).fill('High') }] },
        'answers.0.values',
      ],
      ['value that is no text', { answers: [{ question_id: 'urgency', values: [1] }] }, 'answers.0.values.0'],
      ['answer to no question', { answers: [{ values: ['High'] }] }, 'answers.0.question_id'],
      ['comment of 2,001 characters', { ...YES, comment: 'x'.repeat(2001) }, 'comment'],
      ['unknown field', { ...YES, reason: 'Because' }, 'reason'],
    ])('%s', async (_, body, field) => {
      const { requestId } = await asking();
      expectError(await respond(requestId, body), 400, 'invalid_request', [field]);
    });

    it('refuses an id that is none', async () => {
      expectError(await respond('the-first'), 400, 'invalid_request', ['request_id']);
    });

    const urgency = { question_id: 'urgency', values: ['High'] };
    const topics = { question_id: 'topics', values: ['Billing'] };
    it.each([
      ['wrong_response_type', APPROVAL, ANSWERS, undefined],
      ['wrong_response_type', QUESTION, YES, undefined],
      [
        'unknown_question',
        QUESTION,
        { answers: [urgency, topics, { ...urgency, question_id: 'mood' }] },
        ['answers.2.question_id'],
      ],
      ['missing_answer', QUESTION, { answers: [urgency] }, ['answers']],
      [
        'invalid_option',
        QUESTION,
        { answers: [{ ...urgency, values: ['Medium'] }, topics] },
        ['answers.0.values'],
      ],
      [
        'invalid_option',
        QUESTION,
        { answers: [{ ...urgency, values: ['High', 'Low'] }, topics] },
        ['answers.0.values'],
      ],
      ['invalid_option', QUESTION, { answers: [urgency, topics, topics] }, ['answers.2.values']],
    ] as const)('%s', async (code, what, body, fields) => {
      const { runId, requestId } = await asking(what);
      const reply = await respond(requestId, body);
      expectError(reply, 400, code, fields);
      expect(await seen(world, runId)).toMatchObject({
        status: 'waiting',
        pending_human_request: { id: requestId },
      });
    });
  });

  describe('409', () => {
    it('already_responded, whatever the second response says', async () => {
      const { runId, requestId } = await asking();
      await respond(requestId);
      expectError(await respond(requestId, { approved: false }), 409, 'already_responded');
      expect(await transcript(world, runId)).toHaveLength(2);
    });

    it('already_responded also when the run has ended since', async () => {
      const { runId, requestId } = await asking();
      await respond(requestId);
      await bring(world, runId, 'stopped');
      expectError(await respond(requestId), 409, 'already_responded');
    });

    it.each([
      [
        'a message',
        (runId: string) => world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'No' }),
      ],
      ['a stop', (runId: string) => bring(world, runId, 'stopped')],
      ['an interrupt', (runId: string) => interrupt(world, runId)],
    ])('request_closed after %s', async (_, close) => {
      const { runId, requestId } = await asking();
      await close(runId);
      const before = await seen(world, runId);
      expectError(await respond(requestId), 409, 'request_closed');
      expect(await seen(world, runId)).toEqual(before);
    });

    it('request_closed after its time, whether or not a sweep has come by', async () => {
      const { runId, requestId } = await asking({ ...APPROVAL, expiresAt: new Date('2035-01-01T00:00:00Z') });
      await world.app.database.handle.execute(
        sql`update human_requests set expires_at = now() - interval '1 millisecond' where id = ${requestId}`,
      );
      expectError(await respond(requestId), 409, 'request_closed');
      expect(await seen(world, runId)).toMatchObject({ status: 'waiting' });
      expect(await world.app.get(HumanRequestExpiry).expireDue(10)).toBe(1);
      expectError(await respond(requestId), 409, 'request_closed');
      expect(await seen(world, runId)).toMatchObject({
        status: 'failed',
        error: {
          code: 'human_request_expired',
          message: 'Nobody answered "Pay 1,200 to Initech?" in time.',
        },
        pending_human_request: null,
      });
      const [request] = await rows(
        world.app,
        sql`select status, responded_by from human_requests where id = ${requestId}`,
      );
      expect(request).toEqual({ status: 'expired', responded_by: null });
      expect(await world.app.get(HumanRequestExpiry).expireDue(10)).toBe(0);
    });

    it('leaves a request alone whose time has not come, or that has none', async () => {
      const { runId } = await asking({ ...APPROVAL, expiresAt: new Date('2035-01-01T00:00:00Z') });
      const { runId: endless } = await asking();
      expect(await world.app.get(HumanRequestExpiry).expireDue(10)).toBe(0);
      for (const id of [runId, endless]) expect(await seen(world, id)).toMatchObject({ status: 'waiting' });
    });
  });
});
