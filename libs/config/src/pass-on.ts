/**
 * Gives a setting to a library that reads the environment itself. It may have come from `.env` or a file, of which
 * the library knows nothing; what the environment has is left as it is.
 */
export function passOn(name: string, value: string | undefined): void {
  if (value !== undefined) process.env[name] ??= value;
}
