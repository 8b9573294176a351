import { DEMO_QUEUES } from './demo';
import type { Args } from './place';
import type { Seeds } from './seeds';

type Table = Readonly<Record<string, (seeds: Seeds) => Readonly<Record<string, Args>>>>;

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export const QUEUE_EXAMPLES: Table = {
  list_queues: () => ({ all: {}, 'all filters': { search: 'in', limit: 2, offset: 1 } }),
  get_queue: ({ queueId }) => ({
    seed: { queue_id: queueId },
    'with consumers and producers': { queue_id: DEMO_QUEUES.support },
    'no such item': { queue_id: UNKNOWN_ID },
  }),
  create_queue: ({ tag }) => ({
    new: { name: `Queue ${tag} “ü” 🦊`, description: '' },
    'name is taken': { name: `SEED QUEUE ${tag}` },
    'with an idempotency key': { name: `Once ${tag}`, idempotency_key: `create-queue-${tag}` },
    'the same key and body': { name: `Once ${tag}`, idempotency_key: `create-queue-${tag}` },
    'the same key, other body': { name: `Twice ${tag}`, idempotency_key: `create-queue-${tag}` },
  }),
  update_queue: ({ queueId, tag }) => ({
    'new description': { queue_id: queueId, description: `Changed by ${tag}` },
    'description cleared': { queue_id: queueId, description: null },
    'name is taken': { queue_id: queueId, name: 'support inbox' },
    'nothing to change': { queue_id: queueId },
    'no such item': { queue_id: UNKNOWN_ID, name: 'Nobody' },
  }),
  delete_queue: ({ queueId, emptyQueueId }) => ({
    empty: { queue_id: emptyQueueId },
    'with cases': { queue_id: queueId },
    'gone already': { queue_id: emptyQueueId },
  }),
};

export const LABEL_EXAMPLES: Table = {
  list_queue_labels: ({ queueId }) => ({
    'of a seed': { queue_id: queueId },
    'all filters': { queue_id: DEMO_QUEUES.invoices, search: 'vendor:', limit: 1, offset: 1 },
    'no such item': { queue_id: UNKNOWN_ID },
  }),
  create_queue_label: ({ queueId, tag }) => ({
    'key and value': { queue_id: queueId, key: 'vendor', value: `Globex “ü” 🦊 ${tag}`, color_hue: 0 },
    'plain tag': { queue_id: queueId, value: `made-${tag}` },
    'exists already': { queue_id: queueId, value: `made-${tag}` },
    'with an idempotency key': {
      queue_id: queueId,
      value: `once-${tag}`,
      idempotency_key: `create-label-${tag}`,
    },
    'the same key and body': {
      queue_id: queueId,
      value: `once-${tag}`,
      idempotency_key: `create-label-${tag}`,
    },
    'no such item': { queue_id: UNKNOWN_ID, value: 'nowhere' },
  }),
  update_queue_label: ({ labelId, tag }) => ({
    renamed: { label_id: labelId, key: 'seed', value: tag, color_hue: 360 },
    'nothing to change': { label_id: labelId },
    'no such item': { label_id: UNKNOWN_ID, value: 'nobody' },
  }),
  delete_queue_label: ({ labelId }) => ({
    seed: { label_id: labelId },
    'gone already': { label_id: labelId },
  }),
  list_case_labels: ({ caseId }) => ({
    'of a seed': { case_id: caseId },
    'no such item': { case_id: UNKNOWN_ID },
  }),
  assign_case_labels: ({ caseId, tag }) => ({
    'old and new': {
      case_id: caseId,
      labels: [{ value: `seed-${tag}` }, { key: 'from', value: tag }, { value: `seed-${tag}` }],
    },
    'there already': { case_id: caseId, labels: [{ key: 'from', value: tag }] },
    'too many': {
      case_id: caseId,
      labels: Array.from({ length: 50 }, (_, index) => ({ key: 'many', value: `${index}` })),
    },
    'no such item': { case_id: UNKNOWN_ID, labels: [{ value: 'nowhere' }] },
  }),
  unlink_case_labels: ({ caseId, labelId }) => ({
    'seed and unknown': { case_id: caseId, label_ids: [labelId, UNKNOWN_ID] },
    'no such item': { case_id: UNKNOWN_ID, label_ids: [labelId] },
  }),
};
