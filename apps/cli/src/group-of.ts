import { OperatorError } from '@app/operator';
import type { CliCall, CliGroup } from './cli-group';

/** Understands what follows the action's word. */
export type ActionParser = (argv: readonly string[]) => CliCall;

/** @returns a group whose second word chooses among `actions` */
export function groupOf(
  name: string,
  help: string,
  actions: Readonly<Record<string, ActionParser>>,
): CliGroup {
  return {
    name,
    help,
    parse([action, ...argv]) {
      const parse = action !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (parse) return parse(argv);
      const known = Object.keys(actions).join(', ');
      const told = action === undefined ? `${name} needs a command` : `${name} has no command "${action}"`;
      throw new OperatorError(`${told}; there are ${known}.`, true);
    },
  };
}
