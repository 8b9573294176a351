import type { Role } from '@app/auth';
import type { HumanRequestRow, NewMessage, RunRow } from '../runs';
import { demoId } from './demo-id';
import { demoUserId } from './demo-people';
import { POSTED, SAP_DOWN } from './demo-queues';

type Agent = 'Invoice Processor' | 'Support Triage';

export interface DemoRun
  extends
    Pick<RunRow, 'id' | 'agentId' | 'revisionId' | 'status' | 'userId' | 'input'>,
    Partial<Pick<RunRow, 'result' | 'errorCode' | 'errorMessage' | 'memory' | 'step'>> {
  readonly name: string;
  /** Title of the case it works or worked on. */
  readonly caseName?: string;
  readonly messages: readonly NewMessage[];
  readonly request?: Pick<HumanRequestRow, 'id' | 'type' | 'title' | 'description' | 'questions'>;
}

const LIVE_REVISION: Readonly<Record<Agent, number>> = { 'Invoice Processor': 2, 'Support Triage': 1 };

function run(
  name: string,
  agent: Agent,
  user: Role,
  rest: Omit<DemoRun, 'id' | 'name' | 'agentId' | 'revisionId' | 'userId'>,
): DemoRun {
  return {
    id: demoId('run', name),
    name,
    agentId: demoId('agent', agent),
    revisionId: demoId('revision', `${agent}/${LIVE_REVISION[agent]}`),
    userId: demoUserId(user),
    ...rest,
  };
}

const said = (text: string): NewMessage => ({ type: 'text', role: 'agent', text });
const asked = (text: string): NewMessage => ({ type: 'human_request', role: 'agent', text });
const told = (text: string): NewMessage => ({ type: 'text', role: 'user', text });
const noted = (text: string): NewMessage => ({ type: 'status', role: 'system', text });

const lookUp = (number: string, result: string | null, error: string | null = null): NewMessage[] => [
  {
    type: 'tool_call',
    role: 'agent',
    toolCall: { id: 'call_1_1', name: 'sap_find_invoice', arguments: { invoice_number: number } },
  },
  { type: 'tool_result', role: 'agent', toolResult: { tool_call_id: 'call_1_1', result, error } },
];

const found = (vendor: string, amount: number) => JSON.stringify({ vendor, amount, purchase_order: 'found' });

const APPROVAL = 'Approve invoice INV-1003 of Globex over 4200?';

/** In the order in which they were started. */
export const DEMO_RUNS: readonly DemoRun[] = [
  run('completed', 'Invoice Processor', 'builder', {
    status: 'completed',
    input: 'Post the invoices of yesterday.',
    caseName: 'INV-1001',
    result: POSTED,
    memory: { phase: 'done' },
    step: 3,
    messages: [
      told('Post the invoices of yesterday.'),
      ...lookUp('INV-1001', found('Globex', 840)),
      said(POSTED),
    ],
  }),
  run('failed', 'Invoice Processor', 'member', {
    status: 'failed',
    input: null,
    caseName: 'INV-1002',
    errorCode: 'agent_error',
    errorMessage: SAP_DOWN,
    step: 1,
    messages: [...lookUp('INV-1002', null, SAP_DOWN), noted(`Failed (agent_error): ${SAP_DOWN}`)],
  }),
  run('stopped', 'Support Triage', 'manager', {
    status: 'stopped',
    input: 'Sort the new requests.',
    messages: [told('Sort the new requests.'), noted('Stopped: Started by mistake')],
  }),
  run('interrupted', 'Support Triage', 'builder', {
    status: 'interrupted',
    input: 'Which requests are about billing?',
    messages: [told('Which requests are about billing?'), noted('Interrupted: The case was retried')],
  }),
  run('approval', 'Invoice Processor', 'member', {
    status: 'waiting',
    input: 'Post the next invoice.',
    caseName: 'INV-1003',
    memory: { phase: 'asked' },
    step: 3,
    messages: [told('Post the next invoice.'), ...lookUp('INV-1003', found('Globex', 4200)), asked(APPROVAL)],
    request: {
      id: demoId('human_request', 'approval'),
      type: 'approval',
      title: APPROVAL,
      description: 'The amount is over 1000. Approved, it is posted for payment; refused, the case fails.',
      questions: [],
    },
  }),
  run('question', 'Support Triage', 'manager', {
    status: 'waiting',
    input: 'Sort this one: the dashboard is slow since Monday.',
    memory: { phase: 'asked' },
    step: 2,
    messages: [
      told('Sort this one: the dashboard is slow since Monday.'),
      asked('How shall this request be sorted?\n- Which topic fits best?\n- Who has to know?'),
    ],
    request: {
      id: demoId('human_request', 'question'),
      type: 'question',
      title: 'How shall this request be sorted?',
      description: null,
      questions: [
        {
          id: 'topic',
          question: 'Which topic fits best?',
          options: [
            { label: 'Billing', description: 'Invoices and payments' },
            { label: 'Technical', description: 'Something does not work' },
            { label: 'Account', description: 'Sign-in and rights' },
          ],
          multi_select: false,
          allow_free_text: false,
        },
        {
          id: 'notify',
          question: 'Who has to know?',
          options: [
            { label: 'Support lead', description: null },
            { label: 'Engineering', description: null },
            { label: 'Sales', description: null },
          ],
          multi_select: true,
          allow_free_text: true,
        },
      ],
    },
  }),
];
