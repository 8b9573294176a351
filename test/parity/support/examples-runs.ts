import type { Examples } from '../examples';
import { DEMO_QUEUES } from './demo';
import { demoId } from '@app/public-api';
import type { Seeds } from './seeds';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export const RUN_EXAMPLES: Readonly<Record<string, (seeds: Seeds) => Examples>> = {
  start_run: ({ runs, sandboxes, tag }) => ({
    'with input': { agent_id: runs.workerId, input: 'Do it.' },
    'without input': { agent_id: runs.workerId },
    'with a sandbox': { agent_id: runs.workerId, sandbox_id: sandboxes.ownId },
    'the sandbox is in use': { agent_id: runs.workerId, sandbox_id: sandboxes.ownId },
    'an expired sandbox': { agent_id: runs.workerId, sandbox_id: sandboxes.expiredId },
    'a sandbox of somebody else': { agent_id: runs.workerId, sandbox_id: sandboxes.othersId },
    'no such sandbox': { agent_id: runs.workerId, sandbox_id: UNKNOWN_ID },
    'no such agent': { agent_id: UNKNOWN_ID },
    'nothing live': { agent_id: demoId('agent', 'Vendor Onboarding') },
    'a connection one may not use': { agent_id: demoId('agent', 'Payment Release') },
    'a broken connection': { agent_id: demoId('agent', 'Archive Sync') },
    'a webhook to this machine': { agent_id: runs.workerId, webhook_url: 'https://127.0.0.1/hook' },
    'with an idempotency key': { agent_id: runs.workerId, idempotency_key: `start-${tag}` },
    'the same key and body': { agent_id: runs.workerId, idempotency_key: `start-${tag}` },
    'the same key, other body': { agent_id: runs.strangerId, idempotency_key: `start-${tag}` },
  }),
  list_runs: ({ runs }) => ({
    'first page': { limit: 3 },
    'all filters': {
      status: ['completed', 'failed'],
      agent_id: runs.workerId,
      search: 'hello',
      since: '2020-01-01T00:00:00Z',
      sort_by: 'updated_at',
      sort_order: 'asc',
      limit: 2,
      offset: 0,
    },
    'of a queue': { queue_id: runs.queueId },
    'of nobody': { user_id: UNKNOWN_ID, source: 'dispatcher' },
  }),
  get_run: ({ runs }) => ({
    waiting: { run_id: runs.approvalRunId },
    completed: { run_id: runs.completedId },
    failed: { run_id: runs.failedId },
    'of the member': { run_id: demoId('run', 'approval') },
    'no such item': { run_id: UNKNOWN_ID },
  }),
  list_run_messages: ({ runs }) => ({
    all: { run_id: runs.completedId },
    'from where one left off': { run_id: runs.completedId, offset: 2, limit: 1 },
    'past the end': { run_id: runs.completedId, offset: 50 },
    'no such item': { run_id: UNKNOWN_ID },
  }),
  post_run_message: ({ runs, tag }) => ({
    'to a pending run': { run_id: runs.pendingId, message: 'Hurry.' },
    'to a running one': { run_id: runs.runningId, message: 'Careful.' },
    'to a completed one': { run_id: runs.completedId, message: 'Once more.' },
    'to a failed one': { run_id: runs.failedId, message: 'Come on.' },
    'with an idempotency key': { run_id: runs.pendingId, message: 'Once.', idempotency_key: `post-${tag}` },
    'the same key and body': { run_id: runs.pendingId, message: 'Once.', idempotency_key: `post-${tag}` },
    'no such item': { run_id: UNKNOWN_ID, message: 'Hello?' },
  }),
  list_human_requests: ({ runs }) => ({
    'of a run': { run_id: runs.questionRunId },
    'assigned to me': { assigned_to_me: true, status: 'responded', limit: 2 },
    'of no run': { run_id: UNKNOWN_ID },
  }),
  respond_to_human_request: ({ runs }) => ({
    answered: {
      request_id: runs.questionId,
      answers: [
        { question_id: 'speed', values: ['slow'] },
        { question_id: 'colours', values: ['red', 'ochre'] },
      ],
      comment: 'As you like.',
    },
    'answers to an approval': {
      request_id: runs.approvalId,
      answers: [{ question_id: 'speed', values: ['fast'] }],
    },
    'a question left out': {
      request_id: runs.questionId,
      answers: [{ question_id: 'speed', values: ['fast'] }],
    },
    'no such question': {
      request_id: runs.questionId,
      answers: [{ question_id: 'taste', values: ['sweet'] }],
    },
    'no such option': {
      request_id: runs.questionId,
      answers: [
        { question_id: 'speed', values: ['medium'] },
        { question_id: 'colours', values: ['red', 'green'] },
      ],
    },
    'neither approved nor answers': { request_id: runs.approvalId },
    'answered before': {
      request_id: runs.questionId,
      answers: [
        { question_id: 'speed', values: ['fast'] },
        { question_id: 'colours', values: ['blue'] },
      ],
    },
    approved: { request_id: runs.approvalId, approved: true },
    'no such item': { request_id: UNKNOWN_ID, approved: false },
  }),
  stop_run: ({ runs }) => ({
    live: { run_id: runs.stoppableId, reason: 'Enough.' },
    'ended already': { run_id: runs.stoppableId },
    'no such item': { run_id: UNKNOWN_ID },
  }),
};

export const CASE_EXAMPLES: Readonly<Record<string, (seeds: Seeds) => Examples>> = {
  list_cases: ({ runs }) => ({
    all: { queue_id: runs.queueId, limit: 2 },
    'all filters': {
      queue_id: runs.queueId,
      status: ['failed', 'completed'],
      search: 'case',
      created_at_from: '2020-01-01T00:00:00Z',
      updated_at_from: '2020-01-01T00:00:00Z',
      sort_by: 'postponed_to',
      sort_order: 'asc',
    },
    'of no agent': { queue_id: DEMO_QUEUES.invoices, assigned_agent_id: UNKNOWN_ID },
    'no such queue': { queue_id: UNKNOWN_ID },
  }),
  search_cases: ({ runs }) => ({
    'in data': { queue_id: runs.queueId, query: 'r-3' },
    'all filters': {
      queue_id: runs.queueId,
      query: 'case',
      status: ['pending'],
      priority: ['high'],
      labels: [{ key: 'kind', values: ['pending', 'other'] }],
      created_at_to: '2999-01-01T00:00:00Z',
      updated_at_to: '2999-01-01T00:00:00Z',
      limit: 1,
    },
    'no such queue': { queue_id: UNKNOWN_ID },
  }),
  create_cases: ({ runs, tag }) => ({
    two: {
      queue_id: runs.queueId,
      cases: [
        {
          title: `First ${tag}`,
          data: { deep: { er: [1, 'ü'] } },
          labels: [{ value: 'new' }, { key: 'kind', value: 'fresh' }],
        },
        { title: `Second ${tag}`, priority: 'low' },
      ],
    },
    'data too deep': { queue_id: runs.queueId, cases: [{ title: 'Deep', data: nested(9) }] },
    'with an idempotency key': {
      queue_id: runs.queueId,
      cases: [{ title: `Once ${tag}` }],
      idempotency_key: `cases-${tag}`,
    },
    'the same key and body': {
      queue_id: runs.queueId,
      cases: [{ title: `Once ${tag}` }],
      idempotency_key: `cases-${tag}`,
    },
    'no such queue': { queue_id: UNKNOWN_ID, cases: [{ title: 'Nowhere' }] },
  }),
  get_case: ({ runs }) => ({
    completed: { case_id: runs.cases.completed },
    'waits for input': { case_id: demoId('case', 'INV-1003') },
    'no such item': { case_id: UNKNOWN_ID },
  }),
  update_case: ({ runs, tag }) => ({
    'new data': { case_id: runs.cases.pending, data: { changed: tag }, priority: 'low' },
    'a run works on it': { case_id: runs.cases.claimed, title: 'Mine' },
    'nothing to change': { case_id: runs.cases.pending },
    'no such item': { case_id: UNKNOWN_ID, title: 'Nobody' },
  }),
  delete_case: ({ runs }) => ({
    seed: { case_id: runs.cases.toDelete },
    'gone already': { case_id: runs.cases.toDelete },
    'no such item': { case_id: UNKNOWN_ID },
  }),
  list_case_runs: ({ runs }) => ({
    one: { case_id: runs.cases.completed },
    none: { case_id: runs.cases.other, limit: 1 },
    'no such item': { case_id: UNKNOWN_ID },
  }),
  bulk_delegate_cases: ({ runs }) => ({
    'pending, completed and unknown': {
      queue_id: runs.queueId,
      case_ids: [runs.cases.pending, runs.cases.completed, UNKNOWN_ID],
      agent_id: runs.workerId,
    },
    'no consumer': { queue_id: runs.queueId, case_ids: [runs.cases.pending], agent_id: runs.strangerId },
    'nothing live': {
      queue_id: runs.queueId,
      case_ids: [runs.cases.pending],
      agent_id: demoId('agent', 'Vendor Onboarding'),
    },
    'no such agent': { queue_id: runs.queueId, case_ids: [runs.cases.pending], agent_id: UNKNOWN_ID },
    'no such queue': { queue_id: UNKNOWN_ID, case_ids: [runs.cases.pending], agent_id: runs.workerId },
  }),
  bulk_retry_cases: ({ runs }) => ({
    'failed, pending and unknown': {
      queue_id: runs.queueId,
      case_ids: [runs.cases.failed, runs.cases.other, UNKNOWN_ID],
    },
    'no such queue': { queue_id: UNKNOWN_ID, case_ids: [runs.cases.failed] },
  }),
  bulk_update_case_status: ({ runs }) => ({
    'one at work': {
      queue_id: runs.queueId,
      case_ids: [runs.cases.claimed],
      status: 'completed',
      note: 'By hand.',
    },
    unchanged: { queue_id: runs.queueId, case_ids: [runs.cases.completed, UNKNOWN_ID], status: 'completed' },
    'no such queue': { queue_id: UNKNOWN_ID, case_ids: [runs.cases.claimed], status: 'failed' },
  }),
};

function nested(levels: number): object {
  return levels === 0 ? {} : { in: nested(levels - 1) };
}
