import type { LoggerService } from '@nestjs/common';

/**
 * Keeps standard output for the result: warnings of modules go to standard error. An error is thrown as well,
 * and told once, as a sentence.
 */
export class StderrLogger implements LoggerService {
  constructor(private readonly write: (text: string) => void) {}

  log(): void {}

  warn(message: unknown): void {
    this.write(`${String(message)}\n`);
  }

  error(): void {}
}
