import type { LoggerService } from '@nestjs/common';

/** Keeps standard output for the result: what modules have to say goes to standard error, from warnings up. */
export class StderrLogger implements LoggerService {
  constructor(private readonly write: (text: string) => void) {}

  log(): void {}

  warn(message: unknown): void {
    this.write(`${String(message)}\n`);
  }

  error(message: unknown): void {
    this.write(`${String(message)}\n`);
  }
}
