import { OperatorError } from '@app/operator';

/**
 * What was piped in, exactly, without the line break that tools put at its end.
 * @throws OperatorError if there is nothing, or more than a line
 */
export function onlyLineOf(input: string): string {
  const line = input.replace(/\r?\n$/, '');
  if (line === '') throw new OperatorError('There is nothing on standard input.', true);
  if (/[\r\n]/.test(line)) throw new OperatorError('Standard input has more than one line.', true);
  return line;
}
