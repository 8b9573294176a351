import type { NewSkill, PluginRow } from '../skills';
import { demoId } from './demo-id';

const skillId = (name: string): string => demoId('skill', name);

export const INVOICE_EXTRACTION = skillId('invoice-extraction');
export const VENDOR_LOOKUP = skillId('vendor-lookup');
export const PDF_READING = skillId('pdf-reading');

export const DEMO_TEAM_SKILLS: readonly NewSkill[] = [
  {
    id: INVOICE_EXTRACTION,
    name: 'invoice-extraction',
    description: 'Finds number, date, vendor, net amount, tax and total of an invoice.',
    content: `# Invoice extraction

Read the invoice and note these fields:

| Field | Where it usually stands |
|---|---|
| number | top right, "Invoice no." |
| date | under the number |
| vendor | letterhead |
| net, tax, total | end of the last page |

Check that net plus tax equals the total. If it does not, ask a human.
`,
  },
  {
    id: VENDOR_LOOKUP,
    name: 'vendor-lookup',
    description: 'Finds the vendor number that belongs to a name or a tax number.',
    content: `# Vendor lookup

1. Search reference/vendors.csv for the tax number.
2. If there is none, search for the name without its legal form (Ltd, Inc, GmbH).
3. If more than one vendor is left, ask which one is meant.
`,
  },
];

export const DEMO_SYSTEM_SKILLS: readonly NewSkill[] = [
  {
    id: PDF_READING,
    name: 'pdf-reading',
    description: 'Reads text and tables from PDF files, scanned ones included.',
    content: `# Reading PDF files

Take the text layer if the file has one; otherwise read the pages as images. Keep tables as tables.
`,
  },
  {
    id: skillId('spreadsheet-basics'),
    name: 'spreadsheet-basics',
    description: 'Reads, filters and writes CSV and spreadsheet files.',
    content: `# Spreadsheet basics

The first row holds the names of the columns. Never change a column that you were not asked to change.
`,
  },
];

export const DEMO_PLUGINS: readonly PluginRow[] = [
  {
    name: 'web-browser',
    title: 'Web browser',
    type: 'platform',
    version: '2.1.0',
    description: 'Opens web pages, fills in forms and downloads files.',
    documentation: '# Web browser\n\nGive the agent the address of the page and what to do there.\n',
    capabilities: [
      { name: 'open_page', description: 'Opens a page and reads its text.' },
      { name: 'fill_form', description: 'Fills in and sends a form.' },
      { name: 'download', description: 'Downloads a file into the sandbox.' },
    ],
  },
  {
    name: 'finance-handbook',
    title: 'Finance handbook',
    type: 'knowledge',
    version: '1.4.0',
    description: 'Rules of bookkeeping and approval that finance teams commonly use.',
    documentation: '# Finance handbook\n\nHolds chapters on invoices, approval limits and payment terms.\n',
    capabilities: [{ name: 'search', description: 'Finds the chapters that answer a question.' }],
  },
  {
    name: 'issue-tracker',
    title: 'Issue tracker',
    type: 'repository',
    version: '0.9.2',
    description: 'Reads and writes issues of a code repository.',
    documentation: '# Issue tracker\n\nNeeds the name of the repository in the instructions of the agent.\n',
    capabilities: [
      { name: 'find_issues', description: 'Searches issues by text and label.' },
      { name: 'create_issue', description: 'Creates an issue.' },
    ],
  },
];
