import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError } from './config.error';

/** Variables by name. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Variables of the process, and those of `.env` in the folder that the process does not have. A variable of the
 * process wins even if it is empty, and NAME_FILE there also wins over NAME in `.env`.
 *
 * @throws ConfigError if there is a `.env` that cannot be read
 */
export function readEnvironment(env: RawEnvironment, folder: string): RawEnvironment {
  const merged: Record<string, string | undefined> = { ...env };
  for (const [name, value] of Object.entries(readDotEnv(join(folder, '.env')))) {
    const setting = name.replace(/_FILE$/, '');
    if (env[setting] === undefined && env[`${setting}_FILE`] === undefined) merged[name] = value;
  }
  return merged;
}

function readDotEnv(path: string): RawEnvironment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ConfigError([
      `The settings file ${path} cannot be read (${code}); correct its permissions or remove it.`,
    ]);
  }
}
