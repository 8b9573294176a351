import type { CaseRow, LabelRow, QueueRow } from '../cases';
import { demoId } from './demo-id';
import { demoUserId } from './demo-people';

const queueId = (name: string): string => demoId('queue', name);

export const INCOMING_INVOICES = queueId('Incoming invoices');
export const SUPPORT_INBOX = queueId('Support inbox');

export type DemoQueue = Pick<QueueRow, 'id' | 'name' | 'description' | 'createdBy'>;

export const DEMO_QUEUES: readonly DemoQueue[] = [
  {
    id: INCOMING_INVOICES,
    name: 'Incoming invoices',
    description: 'Invoices of vendors that wait to be posted.',
    createdBy: demoUserId('manager'),
  },
  {
    id: SUPPORT_INBOX,
    name: 'Support inbox',
    description: 'Requests of customers.',
    createdBy: demoUserId('manager'),
  },
  {
    id: queueId('Empty queue'),
    name: 'Empty queue',
    description: null,
    createdBy: demoUserId('admin'),
  },
];

const label = (key: string, value: string, colorHue: number): Omit<LabelRow, 'teamId'> => ({
  id: demoId('label', `${key}:${value}`),
  queueId: INCOMING_INVOICES,
  key,
  value,
  colorHue,
});

const GLOBEX = label('vendor', 'Globex', 210);
const INITECH = label('vendor', 'Initech', 210);
const URGENT = label('', 'urgent', 0);
export const DEMO_LABELS = [GLOBEX, INITECH, URGENT];

/** Run that worked, or works, on a case: the name it has in the demo runs. */
export type CaseRun = 'completed' | 'failed' | 'approval';

export interface DemoCase
  extends
    Pick<CaseRow, 'id' | 'queueId' | 'title' | 'data'>,
    Partial<Pick<CaseRow, 'status' | 'priority' | 'held' | 'result' | 'errorCode' | 'errorMessage'>> {
  readonly labelIds: readonly string[];
  readonly run?: CaseRun;
  /** Days until a postponed case comes back. */
  readonly postponedDays?: number;
}

interface Invoice {
  readonly number: number;
  readonly vendor: 'Globex' | 'Initech';
  readonly amount: number;
}

function invoice(
  { number, vendor, amount }: Invoice,
  state: Partial<Omit<DemoCase, 'labelIds'>> & { readonly urgent?: boolean } = {},
): DemoCase {
  const { urgent, ...rest } = state;
  const name = `INV-${number}`;
  const vendorLabel = vendor === 'Globex' ? GLOBEX : INITECH;
  return {
    id: demoId('case', name),
    queueId: INCOMING_INVOICES,
    title: `${name} ${vendor}`,
    data: { invoice_number: name, vendor, amount, currency: 'EUR' },
    labelIds: [vendorLabel.id, ...(urgent ? [URGENT.id] : [])],
    ...rest,
  };
}

function request(name: string, from: string, text: string, state: Partial<DemoCase> = {}): DemoCase {
  return {
    id: demoId('case', name),
    queueId: SUPPORT_INBOX,
    title: name,
    data: { from, text },
    labelIds: [],
    ...state,
  };
}

export const POSTED = 'Invoice INV-1001 of Globex over 840 was posted for payment.';
export const SAP_DOWN = 'SAP did not answer.';

/** In the order in which they came, which is the order in which agents take cases of one priority. */
export const DEMO_CASES: readonly DemoCase[] = [
  invoice(
    { number: 1001, vendor: 'Globex', amount: 840 },
    { status: 'completed', run: 'completed', result: POSTED },
  ),
  invoice(
    { number: 1002, vendor: 'Initech', amount: 315 },
    { status: 'failed', run: 'failed', errorCode: 'agent_error', errorMessage: SAP_DOWN },
  ),
  invoice({ number: 1003, vendor: 'Globex', amount: 4200 }, { status: 'needs_input', run: 'approval' }),
  invoice({ number: 1004, vendor: 'Initech', amount: 96 }, { status: 'postponed', postponedDays: 7 }),
  invoice({ number: 1005, vendor: 'Globex', amount: 230 }, { held: true }),
  invoice({ number: 1006, vendor: 'Globex', amount: 1840 }, { priority: 'high', urgent: true }),
  invoice({ number: 1007, vendor: 'Initech', amount: 120 }),
  invoice({ number: 1008, vendor: 'Initech', amount: 640 }),
  invoice({ number: 1009, vendor: 'Globex', amount: 15_300 }),
  invoice({ number: 1010, vendor: 'Globex', amount: 77 }, { priority: 'low' }),
  invoice({ number: 1011, vendor: 'Initech', amount: 2100 }, { urgent: true }),
  invoice({ number: 1012, vendor: 'Globex', amount: 480 }),
  request('Cannot sign in', 'kim@customer.test', 'The page says my account is locked.', { priority: 'high' }),
  request('Invoice shows the wrong address', 'lee@customer.test', 'We moved last year.'),
  request('Export stops at 10,000 rows', 'sam@customer.test', 'We need all of them.'),
  request('Thanks!', 'ana@customer.test', 'All works again.', { status: 'completed', priority: 'low' }),
];
