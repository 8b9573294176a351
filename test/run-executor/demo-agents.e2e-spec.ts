import { demoId } from '@app/public-api';
import { ExecutorWorld } from './support/executor-world';

const INVOICES = demoId('queue', 'Incoming invoices');
const INBOX = demoId('queue', 'Support inbox');

describe('the agents of the demo', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open();
  });
  afterAll(() => world.close());

  describe('Invoice Processor', () => {
    let agentId: string;
    beforeAll(async () => {
      agentId = await world.agentNamed('Invoice Processor');
    });
    const invoice = (number: number) => world.caseTitled(INVOICES, `INV-${number}`);

    it('takes the urgent case first, asks because of its amount, and completes it once approved', async () => {
      const id = await world.start(agentId);
      const { run, pending_human_request: asked } = await world.reached(id, 'waiting');
      const waiting = await invoice(1006);
      expect(run.case_id).toBe(waiting.id);
      expect(asked).toMatchObject({
        type: 'approval',
        title: 'Approve invoice INV-1006 of Globex over 1840?',
        questions: [],
      });
      expect(waiting).toMatchObject({
        status: 'needs_input',
        claimed_by_run_id: id,
        pending_human_request_id: asked.id,
        attempts: 1,
        history: ['created', 'claimed', 'human_request_created'],
      });
      expect((await world.respond(asked.id, { approved: true })).run.status).toBe('running');
      const result = 'Invoice INV-1006 of Globex over 1840 was posted for payment.';
      expect(await world.reached(id, 'completed')).toMatchObject({
        run: { result, error: null, case_id: waiting.id },
      });
      expect(await world.transcript(id)).toEqual([
        'tool_call: sap_find_invoice',
        'tool_result: {"vendor":"Globex","amount":1840,"purchase_order":"found"}',
        expect.stringMatching(/^human_request: Approve invoice INV-1006/),
        'human_response: Approved.',
        `text: ${result}`,
      ]);
      expect(await invoice(1006)).toMatchObject({
        status: 'completed',
        result,
        claimed_by_run_id: null,
        pending_human_request_id: null,
        history: ['created', 'claimed', 'human_request_created', 'human_request_responded', 'completed'],
      });
    });

    it('posts small amounts without asking, the oldest case first', async () => {
      for (const number of [1007, 1008]) {
        const id = await world.start(agentId);
        await world.reached(id, 'completed');
        expect(await world.transcript(id)).toEqual([
          'tool_call: sap_find_invoice',
          expect.stringMatching(/^tool_result: /),
          expect.stringMatching(`^text: Invoice INV-${number} of Initech`),
        ]);
        expect(await invoice(number)).toMatchObject({ status: 'completed', attempts: 1 });
      }
    });

    it('fails the case if the approval is refused; the run itself is done', async () => {
      const id = await world.start(agentId);
      const { pending_human_request: asked } = await world.reached(id, 'waiting');
      await world.respond(asked.id, { approved: false, comment: 'Not ordered.' });
      expect(await world.reached(id, 'completed')).toMatchObject({
        run: { result: 'INV-1009: The invoice was refused.', error: null },
      });
      expect(await invoice(1009)).toMatchObject({
        status: 'failed',
        error: { code: 'refused', message: 'The invoice was refused.' },
        history: ['created', 'claimed', 'human_request_created', 'human_request_responded', 'failed'],
      });
    });

    it('takes a message for no approval, and works on one case in its life', async () => {
      const id = await world.start(agentId);
      const { pending_human_request: asked } = await world.reached(id, 'waiting');
      await world.call('POST', `/v1/runs/${id}/messages`, { message: 'Wait, who ordered this?' });
      expect(await world.reached(id, 'completed')).toMatchObject({
        run: { result: 'INV-1011: The approval was not given.' },
      });
      expect(await world.transcript(id)).toEqual([
        'tool_call: sap_find_invoice',
        expect.stringMatching(/^tool_result: /),
        expect.stringMatching(/^human_request: /),
        'text: Wait, who ordered this?',
        'status: The human request was cancelled: superseded by message.',
        'text: INV-1011: The approval was not given.',
      ]);
      expect(
        await world.try('POST', `/v1/human-requests/${asked.id}/respond`, { approved: true }),
      ).toMatchObject({ status: 409, body: { error: 'request_closed' } });
      await world.call('POST', `/v1/runs/${id}/messages`, { message: 'And the next one?' });
      const closed = 'The case of this run is closed; start a new run for the next one.';
      expect(await world.reached(id, 'completed')).toMatchObject({ run: { result: closed } });
      expect(await invoice(1012)).toMatchObject({ status: 'pending', attempts: 0 });
    });

    it('leaves held and postponed cases, and says when there is nothing to do', async () => {
      for (const number of [1012, 1010]) {
        await world.reached(await world.start(agentId), 'completed');
        expect(await invoice(number)).toMatchObject({ status: 'completed' });
      }
      const id = await world.start(agentId);
      const { run } = await world.reached(id, 'completed');
      expect(run).toMatchObject({ result: 'No invoice is waiting in the queue.', case_id: null });
      expect(await invoice(1005)).toMatchObject({ status: 'pending', held: true, attempts: 0 });
      expect(await invoice(1004)).toMatchObject({ status: 'postponed', attempts: 0 });

      // Told that there is more now, the same run looks again.
      await world.call('POST', `/v1/queues/${INVOICES}/cases`, {
        cases: [{ title: 'INV-2000', data: { amount: 1000 } }],
      });
      await world.call('POST', `/v1/runs/${id}/messages`, { message: 'Look again.' });
      const again = await world.reached(id, 'completed');
      expect(again.run.result).toBe(
        'Invoice INV-2000 of an unknown vendor over 1000 was posted for payment.',
      );
    });
  });

  describe('Support Triage', () => {
    let agentId: string;
    beforeAll(async () => {
      agentId = await world.agentNamed('Support Triage');
    });

    it.each([
      ['an option', 'Billing', 'Cannot sign in'],
      ['free text', 'Something else', 'Invoice shows the wrong address'],
    ])('asks one question; %s becomes the label, and the case is completed', async (_, topic, title) => {
      const id = await world.start(agentId);
      const { pending_human_request: asked } = await world.reached(id, 'waiting');
      expect(asked).toMatchObject({
        type: 'question',
        title: `What is "${title}" about?`,
        questions: [{ id: 'topic', multi_select: false, allow_free_text: true }],
      });
      await world.respond(asked.id, { answers: [{ question_id: 'topic', values: [topic] }] });
      expect(await world.reached(id, 'completed')).toMatchObject({ run: { result: `Triaged as ${topic}.` } });
      expect(await world.caseTitled(INBOX, title)).toMatchObject({
        status: 'completed',
        result: `Triaged as ${topic}.`,
        labels: [{ key: 'topic', value: topic }],
        history: [
          'created',
          'claimed',
          'human_request_created',
          'human_request_responded',
          'labels_changed',
          'completed',
        ],
      });
      expect(await world.transcript(id)).toEqual([
        expect.stringContaining(`human_request: What is "${title}" about?`),
        `human_response: Which topic fits best?: ${topic}`,
        `text: Triaged as ${topic}.`,
      ]);
    });

    it('starts again on a case that was retried, and the run that had it is interrupted', async () => {
      const first = await world.start(agentId);
      const { run } = await world.reached(first, 'waiting');
      const reply = await world.call('POST', `/v1/queues/${INBOX}/cases/bulk-retry`, {
        case_ids: [run.case_id],
      });
      expect(reply).toMatchObject({ retried_count: 1, interrupted_run_ids: [first] });
      const second = await world.start(agentId);
      expect((await world.reached(second, 'waiting')).run.case_id).toBe(run.case_id);
      expect(await world.case(run.case_id)).toMatchObject({ status: 'needs_input', attempts: 2 });
      await world.call('POST', `/v1/runs/${first}/messages`, { message: 'Go on.' });
      expect(await world.reached(first, 'completed')).toMatchObject({
        run: { result: 'The case of this run is closed; start a new run for the next one.' },
      });
      expect(await world.case(run.case_id)).toMatchObject({
        status: 'needs_input',
        claimed_by_run_id: second,
      });
    });
  });

  it('asks again when an agent without a script is told to wait again', async () => {
    const id = await world.start(await world.agent(), { input: 'wait: First?' });
    const { pending_human_request: first } = await world.reached(id, 'waiting');
    await world.respond(first.id, { approved: true });
    await world.reached(id, 'completed');
    await world.call('POST', `/v1/runs/${id}/messages`, { message: 'wait: Second?' });
    const { pending_human_request: second } = await world.reached(id, 'waiting');
    expect(second.title).toBe('Second?');
    await world.respond(second.id, { approved: false });
    expect(await world.reached(id, 'completed')).toMatchObject({ run: { result: 'Refused.' } });
  });
});
