import type { PeopleFinder } from '../keys/people-finder';
import { OperatorError } from '../operator-error';

/**
 * Id of whom a rule is for. A team needs no name of its own; a user may be named by email.
 * @throws OperatorError if somebody has to be named and is not
 */
export async function ruleSubjectOf(
  people: PeopleFinder,
  { subject, of }: { readonly subject: string; readonly of?: string | undefined },
  teamId: string,
): Promise<string> {
  if (subject === 'team') return teamId;
  if (of === undefined) throw new OperatorError(`Say which ${subject.replace('_', ' ')} with --of.`);
  return subject === 'user' && of.includes('@') ? (await people.user(of)).id : of;
}
