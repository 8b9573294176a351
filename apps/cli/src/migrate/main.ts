import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { sentenceOf } from '../sentence-of';
import { StderrLogger } from '../stderr-logger';
import { migrate } from './migrate.command';

async function main(): Promise<void> {
  try {
    await migrate(loadConfig(), new StderrLogger((text) => void process.stderr.write(text)));
    process.stdout.write('The schema of the database is up to date.\n');
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

void main();
