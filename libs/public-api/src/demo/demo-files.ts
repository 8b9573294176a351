import type { Role } from '@app/auth';
import { demoPdf } from './demo-pdf';

/** In the live revision of Invoice Processor, so it can be neither renamed nor deleted. */
export const VENDORS_PATH = 'reference/vendors.csv';

export interface DemoFile {
  readonly path: string;
  readonly creator: Role;
  readonly bytes: Uint8Array;
}

const textFile = (path: string, creator: Role, content: string): DemoFile => ({
  path,
  creator,
  bytes: Buffer.from(content, 'utf8'),
});

export const DEMO_FILES: readonly DemoFile[] = [
  textFile(
    'README.md',
    'owner',
    `# Files of Acme

- \`invoices/\` holds invoices as they came in.
- \`reference/\` holds lists that agents look things up in.
- \`drafts/\` holds notes; nothing relies on them.
`,
  ),
  textFile(
    'invoices/2026/INV-1001.txt',
    'member',
    `Globex Ltd
Invoice no. INV-1001
Date 2026-01-14

40 boxes of paper      640.00 EUR
Tax 20 %               128.00 EUR
Total                  768.00 EUR
`,
  ),
  {
    path: 'invoices/2026/INV-1002.pdf',
    creator: 'member',
    bytes: demoPdf('Initech Inc, invoice no. INV-1002, total 2,340.00 EUR'),
  },
  textFile(
    VENDORS_PATH,
    'builder',
    `vendor_number,name,tax_number,city
V-100,Globex Ltd,GB123456789,London
V-101,Initech Inc,US987654321,Austin
V-102,Umbrella Stationery GmbH,DE555666777,Köln
`,
  ),
  textFile('drafts/notes.md', 'builder', '# Notes\n\n- Ask finance about credit notes.\n'),
];
