import { demoId } from './demo-id';
import { DEMO_TEAM, demoUserId } from './demo-people';
import type { NewConnection, NewGrant } from './demo.repository';

const connectionId = (name: string): string => demoId('connection', name);

export const SAP_PRODUCTION = connectionId('SAP Production');
export const FINANCE_MAILBOX = connectionId('Finance mailbox');
export const BANK_PORTAL = connectionId('Bank portal');
const PERSONAL_DRIVE = connectionId('Personal drive');
export const OLD_FILE_SERVER = connectionId('Old file server');

const base = { teamId: DEMO_TEAM.id };

export const DEMO_CONNECTIONS: readonly NewConnection[] = [
  {
    ...base,
    id: SAP_PRODUCTION,
    name: 'SAP Production',
    type: 'erp',
    provider: 'sap',
    accountLabel: 'AP_ROBOT @ acme-prod',
    scopes: ['invoices.read', 'invoices.post'],
    ownerId: demoUserId('admin'),
    shared: true,
  },
  {
    ...base,
    id: FINANCE_MAILBOX,
    name: 'Finance mailbox',
    type: 'email',
    provider: 'microsoft',
    accountLabel: 'finance@acme.test',
    scopes: ['mail.read', 'mail.send'],
    ownerId: demoUserId('builder'),
  },
  {
    ...base,
    id: BANK_PORTAL,
    name: 'Bank portal',
    type: 'browser_login',
    provider: 'first-national-bank',
    accountLabel: 'Acme payments',
    ownerId: demoUserId('owner'),
  },
  {
    ...base,
    id: PERSONAL_DRIVE,
    name: 'Personal drive',
    type: 'file_storage',
    provider: 'google',
    accountLabel: 'member@acme.test',
    scopes: ['drive.readonly'],
    ownerId: demoUserId('member'),
  },
  {
    ...base,
    id: OLD_FILE_SERVER,
    name: 'Old file server',
    type: 'file_storage',
    provider: 'sftp',
    status: 'broken',
    brokenReason: 'credentials_expired',
    accountLabel: 'archive.acme.test',
    ownerId: demoUserId('admin'),
    shared: true,
  },
];

const mailbox = { teamId: DEMO_TEAM.id, connectionId: FINANCE_MAILBOX, subject: 'role' } as const;
const bank = { teamId: DEMO_TEAM.id, connectionId: BANK_PORTAL } as const;

export const DEMO_GRANTS: readonly NewGrant[] = [
  { ...mailbox, subjectId: 'owner', level: 'use' },
  { ...mailbox, subjectId: 'admin', level: 'use' },
  { ...mailbox, subjectId: 'member', level: 'use' },
  { ...mailbox, subjectId: 'manager', level: 'manage' },
  { ...bank, subject: 'user', subjectId: demoUserId('manager'), level: 'use' },
  { ...bank, subject: 'role', subjectId: 'builder', level: 'view' },
];
