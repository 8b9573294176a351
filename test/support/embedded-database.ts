import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@app/config';
import { openDatabase } from '@app/database';
import type { TestDatabase } from './test-database';

/**
 * An embedded database in a folder of its own, copied from a migrated template: to make one takes a processor for
 * four seconds, to copy one for less than half a second.
 */
export async function createEmbeddedDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'duvo-test-'));
  await cp(await embeddedTemplate(), folder, { recursive: true });
  return { url: `pglite://${folder}`, drop: () => rm(folder, { recursive: true, force: true }) };
}

async function embeddedTemplate(): Promise<string> {
  const folder = process.env.TEST_TEMPLATES;
  if (!folder) throw new Error('TEST_TEMPLATES is not set; run the tests through npm test.');
  const template = join(folder, 'embedded');
  if (existsSync(template)) return template;
  const making = await mkdtemp(join(folder, 'making-'));
  const database = await openDatabase(loadConfig({ DATABASE_URL: `pglite://${making}` }));
  await database.close();
  // Two workers may make one at the same time; whoever comes second takes the first one's.
  await rename(making, template).catch(async (error: unknown) => {
    if (!existsSync(template)) throw error;
    await rm(making, { recursive: true, force: true });
  });
  return template;
}
