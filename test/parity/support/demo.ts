import { demoId } from '@app/public-api';

/** Ids of the demo data never change, so that tests can name them. */
export const DEMO_AGENTS = {
  invoiceProcessor: {
    id: demoId('agent', 'Invoice Processor'),
    live: demoId('revision', 'Invoice Processor/2'),
  },
  supportTriage: { id: demoId('agent', 'Support Triage'), live: demoId('revision', 'Support Triage/1') },
} as const;

export const DEMO_CONNECTIONS = {
  /** Shared with the team. */
  sap: demoId('connection', 'SAP Production'),
  /** The owner's; use for the manager, view for builders. */
  bank: demoId('connection', 'Bank portal'),
  /** The member's alone. */
  drive: demoId('connection', 'Personal drive'),
} as const;

export const DEMO_SKILLS = {
  invoiceExtraction: demoId('skill', 'invoice-extraction'),
  pdfReading: demoId('skill', 'pdf-reading'),
} as const;

export const DEMO_QUEUES = {
  invoices: demoId('queue', 'Incoming invoices'),
  support: demoId('queue', 'Support inbox'),
} as const;
