import { loadConfig } from '@app/config';
import { sentenceOf } from '../sentence-of';
import { migrate } from './migrate.command';

async function main(): Promise<void> {
  try {
    await migrate(loadConfig());
    process.stdout.write('The schema of the database is up to date.\n');
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

void main();
