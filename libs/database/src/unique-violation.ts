const UNIQUE_VIOLATION = '23505';

/**
 * Whether a write failed because a unique constraint or index refused it. Drizzle wraps the driver's error.
 * @param constraint name of the constraint or index; any if left out
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code, constraint: refusing } = current as { code?: unknown; constraint?: unknown };
    if (code === UNIQUE_VIOLATION) return constraint === undefined || refusing === constraint;
  }
  return false;
}
