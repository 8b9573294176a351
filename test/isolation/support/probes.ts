import { randomUUID } from 'node:crypto';
import { demoId } from '../../../libs/public-api/src/demo';

type Args = Readonly<Record<string, unknown>>;

/** Ids of one kind of item each. */
export interface Ids {
  readonly agent: string;
  readonly draft: string;
  readonly run: string;
  readonly request: string;
  readonly connection: string;
  readonly queue: string;
  readonly case: string;
  readonly label: string;
  readonly skill: string;
  readonly sandbox: string;
  readonly user: string;
  readonly file: string;
}

/** Items that another team has. */
export const FOREIGN: Ids = {
  agent: demoId('agent', 'Invoice Processor'),
  draft: demoId('revision', 'Invoice Processor/3'),
  run: demoId('run', 'approval'),
  request: demoId('human_request', 'approval'),
  connection: demoId('connection', 'SAP Production'),
  queue: demoId('queue', 'Incoming invoices'),
  case: demoId('case', 'INV-1003'),
  label: demoId('label', 'vendor:Globex'),
  skill: demoId('skill', 'invoice-extraction'),
  sandbox: demoId('sandbox', 'Invoice scratch'),
  user: demoId('user', 'builder@acme.test'),
  file: 'reference/vendors.csv',
};

/** Items that nobody has. */
export const NOBODY: Ids = {
  agent: randomUUID(),
  draft: randomUUID(),
  run: randomUUID(),
  request: randomUUID(),
  connection: randomUUID(),
  queue: randomUUID(),
  case: randomUUID(),
  label: randomUUID(),
  skill: randomUUID(),
  sandbox: randomUUID(),
  user: randomUUID(),
  file: 'reference/nothing.csv',
};

/** What the caller has itself, to put the foreign id beside. */
export type Own = Pick<Ids, 'agent' | 'draft' | 'queue' | 'case' | 'label'>;

/** How an id that the team does not have is answered. */
export type Answer = 'not_found' | 'unknown_reference' | 'skipped' | 'ignored' | 'empty';

export interface Probe {
  readonly answer: Answer;
  readonly args: (ids: Ids, own: Own) => Args;
}

const at = (name: string, kind: keyof Ids, rest: Args = {}): Probe => ({
  answer: 'not_found',
  args: (ids) => ({ [name]: ids[kind], ...rest }),
});
const filter = (name: string, kind: keyof Ids): Probe => ({
  answer: 'empty',
  args: (ids) => ({ [name]: ids[kind] }),
});
const config = (fields: (ids: Ids) => Args) => (ids: Ids) => ({
  instructions: 'Spy.',
  ...fields(ids),
});
const everything = config((ids) => ({
  connections: [ids.connection],
  skills: [ids.skill],
  files: [ids.file],
  consumes: [{ queue_id: ids.queue }],
  produces: [ids.queue],
}));
const bulk = (rest: Args = {}): readonly Probe[] => [
  at('queue_id', 'queue', { case_ids: [FOREIGN.case], ...rest }),
  { answer: 'skipped', args: (ids, own) => ({ queue_id: own.queue, case_ids: [ids.case], ...rest }) },
];

/** Every way in which an id can be given to an operation. Operations without one are in `WITHOUT_IDS`. */
export const PROBES: Readonly<Record<string, readonly Probe[]>> = {
  list_agents: [filter('created_by', 'user')],
  create_agent: [
    {
      answer: 'unknown_reference',
      args: (ids) => ({ name: `Spy ${randomUUID()}`, config: everything(ids) }),
    },
  ],
  get_agent: [at('agent_id', 'agent')],
  update_agent: [at('agent_id', 'agent', { description: 'Mine' })],
  list_revisions: [at('agent_id', 'agent')],
  create_revision: [
    at('agent_id', 'agent', { config: { instructions: 'Spy.' } }),
    {
      answer: 'unknown_reference',
      args: (ids, own) => ({ agent_id: own.agent, parent_revision_id: ids.draft }),
    },
    { answer: 'unknown_reference', args: (ids, own) => ({ agent_id: own.agent, config: everything(ids) }) },
  ],
  get_revision: [at('revision_id', 'draft')],
  update_revision: [
    at('revision_id', 'draft', { name: 'Mine' }),
    {
      answer: 'unknown_reference',
      args: (ids, own) => ({ revision_id: own.draft, config: everything(ids) }),
    },
  ],
  promote_revision: [at('revision_id', 'draft')],
  start_run: [
    at('agent_id', 'agent'),
    { answer: 'not_found', args: (ids, own) => ({ agent_id: own.agent, sandbox_id: ids.sandbox }) },
  ],
  list_runs: [filter('agent_id', 'agent'), filter('user_id', 'user'), filter('queue_id', 'queue')],
  get_run: [at('run_id', 'run')],
  list_run_messages: [at('run_id', 'run')],
  post_run_message: [at('run_id', 'run', { message: 'Hello' })],
  list_human_requests: [filter('run_id', 'run')],
  respond_to_human_request: [at('request_id', 'request', { approved: true })],
  stop_run: [at('run_id', 'run')],
  get_connection: [at('connection_id', 'connection')],
  get_file_content: [at('path', 'file')],
  rename_file: [at('path', 'file', { new_name: 'mine.csv' })],
  delete_file: [at('path', 'file')],
  get_queue: [at('queue_id', 'queue')],
  update_queue: [at('queue_id', 'queue', { description: 'Mine' })],
  delete_queue: [at('queue_id', 'queue')],
  list_cases: [
    at('queue_id', 'queue'),
    { answer: 'empty', args: (ids, own) => ({ queue_id: own.queue, assigned_agent_id: ids.agent }) },
  ],
  search_cases: [at('queue_id', 'queue')],
  create_cases: [at('queue_id', 'queue', { cases: [{ title: 'Mine' }] })],
  get_case: [at('case_id', 'case')],
  update_case: [at('case_id', 'case', { title: 'Mine' })],
  delete_case: [at('case_id', 'case')],
  list_case_runs: [at('case_id', 'case')],
  bulk_delegate_cases: [
    at('queue_id', 'queue', { case_ids: [FOREIGN.case], agent_id: FOREIGN.agent }),
    {
      answer: 'not_found',
      args: (ids, own) => ({ queue_id: own.queue, case_ids: [own.case], agent_id: ids.agent }),
    },
    {
      answer: 'skipped',
      args: (ids, own) => ({ queue_id: own.queue, case_ids: [ids.case], agent_id: own.agent }),
    },
  ],
  bulk_retry_cases: bulk(),
  bulk_update_case_status: bulk({ status: 'failed' }),
  list_queue_labels: [at('queue_id', 'queue')],
  create_queue_label: [at('queue_id', 'queue', { value: 'mine' })],
  update_queue_label: [at('label_id', 'label', { value: 'mine' })],
  delete_queue_label: [at('label_id', 'label')],
  list_case_labels: [at('case_id', 'case')],
  assign_case_labels: [at('case_id', 'case', { labels: [{ value: 'mine' }] })],
  unlink_case_labels: [
    at('case_id', 'case', { label_ids: [FOREIGN.label] }),
    { answer: 'ignored', args: (ids, own) => ({ case_id: own.case, label_ids: [ids.label] }) },
  ],
  get_skill: [at('skill_id', 'skill')],
  delete_skill: [at('skill_id', 'skill')],
  get_sandbox: [at('sandbox_id', 'sandbox')],
  list_sandbox_files: [at('sandbox_id', 'sandbox')],
  upload_sandbox_file: [at('sandbox_id', 'sandbox', { path: '/workspace/mine.txt', content: 'Mine' })],
};

/** They take no id of an item; what they list is the caller's team's own. */
export const WITHOUT_IDS: readonly string[] = [
  'get_profile',
  'get_team',
  'list_team_members',
  'list_roles',
  'get_limits',
  'list_connections',
  'list_files',
  'update_file_content',
  'list_queues',
  'create_queue',
  'list_skills',
  'create_skill',
  'list_plugin_catalog',
  'get_plugin',
  'list_sandboxes',
  'create_sandbox',
];
