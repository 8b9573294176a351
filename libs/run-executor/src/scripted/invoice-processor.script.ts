import type { CaseView } from '@app/public-api';
import type { StepContext } from '../step-context';
import { CASE_CLOSED, finish, phaseOf } from './script';

/** Amounts over this need the approval of a person. */
const APPROVAL_LIMIT = 1000;

type Phase = 'claim' | 'look_up' | 'decide' | 'asked' | 'done';

/** Claims the next invoice, looks it up, asks for approval if the amount is high, then posts or refuses it. */
export async function invoiceProcessor(context: StepContext): Promise<void> {
  const phase = phaseOf<Phase>(context, 'claim');
  const current = await context.currentCase();
  if (!current && context.mayClaim && phase !== 'look_up') {
    context.claimCase();
    context.remember({ phase: 'look_up' });
    return;
  }
  if (!current) {
    finish(context, context.hadCase ? CASE_CLOSED : 'No invoice is waiting in the queue.');
    return;
  }
  if (phase === 'claim' || phase === 'look_up') await lookUp(context, current);
  else if (phase === 'asked') await settle(context, current);
  else decide(context, current);
}

async function lookUp(context: StepContext, current: CaseView): Promise<void> {
  const invoice = invoiceOf(current);
  const [connectionId] = context.config.connections;
  await context.callTool(
    { name: 'sap_find_invoice', arguments: { invoice_number: invoice.number }, connectionId },
    async () => JSON.stringify({ vendor: invoice.vendor, amount: invoice.amount, purchase_order: 'found' }),
  );
  context.remember({ phase: 'decide' });
}

function decide(context: StepContext, current: CaseView): void {
  const invoice = invoiceOf(current);
  if (invoice.amount <= APPROVAL_LIMIT) return post(context, current);
  context.remember({ phase: 'asked' });
  context.ask({
    type: 'approval',
    title: `Approve invoice ${invoice.number} of ${invoice.vendor} over ${invoice.amount}?`,
    description: `The amount is over ${APPROVAL_LIMIT}. Approved, it is posted for payment; refused, the case fails.`,
  });
}

async function settle(context: StepContext, current: CaseView): Promise<void> {
  const answered = (await context.lastResponse())?.response;
  if (answered?.approved) return post(context, current);
  // A message instead of a response is no approval.
  const message = answered ? 'The invoice was refused.' : 'The approval was not given.';
  context.failCase({ code: 'refused', message });
  finish(context, `${invoiceOf(current).number}: ${message}`);
}

function post(context: StepContext, current: CaseView): void {
  const { number, vendor, amount } = invoiceOf(current);
  const result = `Invoice ${number} of ${vendor} over ${amount} was posted for payment.`;
  context.completeCase(result);
  finish(context, result);
}

function invoiceOf({ title, data }: CaseView): { number: string; vendor: string; amount: number } {
  const { invoice_number: number, vendor, amount } = data;
  return {
    number: typeof number === 'string' ? number : title,
    vendor: typeof vendor === 'string' ? vendor : 'an unknown vendor',
    amount: typeof amount === 'number' ? amount : 0,
  };
}
