/**
 * A real program that tests need: what is on the PATH, else the Debian package of that name.
 * @throws saying what to install
 */
export function ensureProgram(command: string): string;
