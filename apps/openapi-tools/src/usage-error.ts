/** What the caller has to change, as one sentence; the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
