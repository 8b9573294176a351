import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => join(folder, path)),
);

/** Names under which the table of entries is known in a file. */
function namesIn(text: string): string[] {
  const aliases = [...text.matchAll(/auditEntriesTable as (\w+)/g)].map(([, alias]) => alias ?? '');
  return ['audit_entries', 'auditEntriesTable', ...aliases];
}

/** How a file changes entries that are there, by statement or by query builder. */
function changesIn(text: string): string[] {
  return namesIn(text).flatMap((name) => {
    const statement = new RegExp(
      `\\b(delete from|update|truncate( table)?|merge into)\\s+"?${name}\\b`,
      'gi',
    );
    const builder = new RegExp(`\\.(delete|update)\\(\\s*${name}\\b`, 'g');
    return [...text.matchAll(statement), ...text.matchAll(builder)].map(([found]) => found);
  });
}

describe('the audit trail is append-only', () => {
  it('no code changes an entry, and one place deletes them: when they have been kept long enough', () => {
    const found = sources.flatMap((path) =>
      changesIn(readFileSync(join(ROOT, path), 'utf8')).map((change) => `${path}: ${change}`),
    );
    expect(found).toEqual([
      'libs/telemetry/src/audit/audit-retention.repository.ts: delete from audit_entries',
    ]);
  });

  it.each([
    ['handle.execute(sql`update audit_entries set status = 200`)'],
    ['handle.delete(auditEntriesTable).where(mine)'],
    ["import { auditEntriesTable as entries } from '@app/telemetry'; handle.update(entries).set({})"],
    ['database.query("TRUNCATE audit_entries")'],
  ])('a change such as %s would be found', (text) => {
    expect(changesIn(text)).toHaveLength(1);
  });
});
