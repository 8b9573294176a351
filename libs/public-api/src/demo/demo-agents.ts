import type { Role } from '@app/auth';
import type { AgentConfig } from '../agents';
import { BANK_PORTAL, FINANCE_MAILBOX, OLD_FILE_SERVER, SAP_PRODUCTION } from './demo-connections';
import { VENDORS_PATH } from './demo-files';
import { demoId } from './demo-id';
import { demoUserId } from './demo-people';
import { INCOMING_INVOICES, SUPPORT_INBOX } from './demo-queues';
import { INVOICE_EXTRACTION, PDF_READING, VENDOR_LOOKUP } from './demo-skills';

export interface DemoRevision {
  readonly id: string;
  readonly status: 'draft' | 'live' | 'historic';
  readonly name: string;
  readonly config: AgentConfig;
}

export interface DemoAgent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdBy: string;
  /** By number, from 1. */
  readonly revisions: readonly DemoRevision[];
}

const configOf = (instructions: string, config: Partial<AgentConfig> = {}): AgentConfig => ({
  instructions,
  connections: [],
  skills: [],
  plugins: [],
  files: [],
  consumes: [],
  produces: [],
  allow_human_requests: true,
  max_duration_seconds: 3600,
  ...config,
});

function agent(
  name: string,
  creator: Role,
  description: string,
  revisions: readonly Omit<DemoRevision, 'id'>[],
): DemoAgent {
  return {
    id: demoId('agent', name),
    name,
    description,
    createdBy: demoUserId(creator),
    revisions: revisions.map((revision, index) => ({
      ...revision,
      id: demoId('revision', `${name}/${index + 1}`),
    })),
  };
}

const invoiceConnections = [SAP_PRODUCTION, FINANCE_MAILBOX];
/** Nothing starts of its own accord in the demo: a person starts a run, or delegates a case. */
const consumed = (queueId: string): AgentConfig['consumes'] => [
  { queue_id: queueId, auto_start: false, concurrency: 1 },
];

export const DEMO_AGENTS: readonly DemoAgent[] = [
  agent('Invoice Processor', 'builder', 'Reads incoming invoices and posts them to SAP.', [
    {
      status: 'historic',
      name: 'First version',
      config: configOf('Read each invoice in the mailbox and post it to SAP.', {
        connections: invoiceConnections,
      }),
    },
    {
      status: 'live',
      name: 'With approval',
      config: configOf(
        'Read each invoice, look the vendor up in the vendor list, and post the invoice to SAP. Ask for approval if the amount is over 1,000.',
        {
          connections: invoiceConnections,
          skills: [INVOICE_EXTRACTION, PDF_READING],
          plugins: ['finance-handbook'],
          files: [VENDORS_PATH],
          consumes: consumed(INCOMING_INVOICES),
        },
      ),
    },
    {
      status: 'draft',
      name: 'Vendor lookup',
      config: configOf(
        'As before, and ask the vendor lookup skill for vendors that are missing from the list. Ask for approval if the amount is over 1,000.',
        {
          connections: invoiceConnections,
          skills: [INVOICE_EXTRACTION, PDF_READING, VENDOR_LOOKUP],
          plugins: ['finance-handbook'],
          files: [VENDORS_PATH],
          consumes: consumed(INCOMING_INVOICES),
        },
      ),
    },
  ]),
  agent('Support Triage', 'manager', 'Sorts support requests by urgency and topic.', [
    {
      status: 'live',
      name: 'First version',
      config: configOf('Read the request, ask one question if something is unclear, then label it.', {
        plugins: ['issue-tracker'],
        consumes: consumed(SUPPORT_INBOX),
        produces: [SUPPORT_INBOX],
        max_duration_seconds: 900,
      }),
    },
  ]),
  agent('Payment Release', 'manager', 'Releases approved payments in the bank portal.', [
    {
      status: 'live',
      name: 'First version',
      config: configOf('Release the payments that were approved today.', {
        connections: [BANK_PORTAL],
        plugins: ['web-browser'],
      }),
    },
  ]),
  agent('Archive Sync', 'manager', 'Copies closed invoices to the archive.', [
    {
      status: 'live',
      name: 'First version',
      config: configOf('Copy invoices closed last month to the old file server.', {
        connections: [OLD_FILE_SERVER],
      }),
    },
  ]),
  agent('Vendor Onboarding', 'builder', 'Collects the documents of new vendors.', [
    {
      status: 'draft',
      name: 'First draft',
      config: configOf('Ask the new vendor for its tax number and bank details.', {
        skills: [VENDOR_LOOKUP],
      }),
    },
  ]),
];
