import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { CommandDone, OperatorCommand } from './operator-command';
import { OperatorError } from './operator-error';

/** The commands of the operator. A module registers its own when it starts. */
@Injectable()
export class OperatorCommands {
  private readonly commands = new Map<string, OperatorCommand>();
  private record: (done: CommandDone) => Promise<void> = () => Promise.resolve();

  /** @throws if the name is taken */
  register<Args extends z.ZodType, Result extends object>(command: OperatorCommand<Args, Result>): void {
    if (this.commands.has(command.name))
      throw new Error(`The operator command ${command.name} is registered twice.`);
    this.commands.set(command.name, command);
  }

  /** @param record hears of every command that has done something, before its result is given out */
  recordWith(record: (done: CommandDone) => Promise<void>): void {
    this.record = record;
  }

  /**
   * @param args as they came, not yet checked
   * @returns a result that survives JSON
   * @throws OperatorError for an unknown command, wrong arguments, or what the command refuses
   */
  async run(name: string, args: unknown): Promise<object> {
    const command = this.commands.get(name);
    if (!command)
      throw new OperatorError(`There is no command ${name}; is the server of the same version?`, true);
    const parsed = command.args.safeParse(args);
    if (!parsed.success) throw new OperatorError(sentenceOf(parsed.error), true);
    const startedAt = performance.now();
    const result = await command.run(parsed.data);
    if (command.writes) {
      const duration = performance.now() - startedAt;
      await this.record({ name, writes: await command.writes(result, parsed.data), duration });
    }
    return result;
  }
}

function sentenceOf(error: z.ZodError): string {
  const faults = error.issues.map((issue) => {
    const option = issue.path.length > 0 ? `--${issue.path.join('.').replaceAll('_', '-')}: ` : '';
    return option + issue.message;
  });
  return faults.join('; ');
}
