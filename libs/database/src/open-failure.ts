import { parseUrl } from '@app/net';

/** The database cannot be opened, for a reason the operator can mend. The message is one sentence for them. */
export class DatabaseOpenError extends Error {}

interface Reason {
  readonly code: string | undefined;
  readonly text: string;
}

/**
 * Why PostgreSQL could not be reached or refused us
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 * @param error of the driver, which may be wrapped
 */
export function postgresOpenError(error: unknown, url: string): DatabaseOpenError {
  const { code, text } = reasonOf(error);
  const { user, host, database } = partsOf(url);
  const as = user ? `the user "${user}"` : 'the user';
  return new DatabaseOpenError(sentence(), { cause: error });

  function sentence(): string {
    switch (code) {
      case '28P01':
        return `PostgreSQL refuses the password of ${as}; correct the password in DATABASE_URL.`;
      case '28000':
        return `PostgreSQL does not let ${as} in (${text}); correct the user in DATABASE_URL or allow it in pg_hba.conf of the server.`;
      case '3D000':
        return `PostgreSQL has no database "${database}"; create it or correct its name in DATABASE_URL.`;
      case '42501':
        return `PostgreSQL does not let ${as} set up the tables (${text}); grant it the right or name the owner of the database in DATABASE_URL.`;
      case '53300':
        return 'PostgreSQL has no connection left; raise max_connections of the server or lower DATABASE_POOL_SIZE of every replica.';
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return `The host name "${host}" of the database does not resolve (${code}); correct it in DATABASE_URL.`;
      case 'ECONNREFUSED':
      case 'ETIMEDOUT':
      case 'EHOSTUNREACH':
      case 'ENETUNREACH':
      case 'ECONNRESET':
        return `The database cannot be reached (${code}); check DATABASE_URL.`;
    }
    if (/timeout/.test(text)) return 'The database does not answer in time; check DATABASE_URL.';
    if (/password must be a string/.test(text)) {
      return `PostgreSQL asks for the password of ${as}; add it to DATABASE_URL.`;
    }
    return `The database cannot be opened (${text}); check DATABASE_URL and the server.`;
  }
}

/**
 * Why the folder of the embedded database could not be opened.
 * @param variable the one that named the folder
 */
export function folderOpenError(error: unknown, folder: string, variable: string): DatabaseOpenError {
  const { code, text } = reasonOf(error);
  return new DatabaseOpenError(sentence(), { cause: error });

  function sentence(): string {
    switch (code) {
      case 'EACCES':
      case 'EPERM':
        return `This user may not write to the data folder ${folder}; give it the right or set ${variable} to another folder.`;
      case 'ENOTDIR':
      case 'EEXIST':
        return `The data folder ${folder} is, or is below, something that is not a folder; set ${variable} to another folder.`;
      case 'EROFS':
        return `The data folder ${folder} is on a file system that is read-only; set ${variable} to a folder that can be written.`;
      case 'ENOSPC':
        return `The disk of the data folder ${folder} is full; free some space or set ${variable} to a folder on another disk.`;
      case 'ENOENT':
        return `The data folder ${folder} cannot be made; set ${variable} to a folder that can be written.`;
    }
    return `The embedded database in ${folder} cannot be opened (${text}); restore the folder from a backup or set ${variable} to another one.`;
  }
}

/** Drizzle and pg wrap the reason; a refused connection to a name with several addresses has a code only. */
function reasonOf(error: unknown): Reason {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  const { code, message } = (current ?? {}) as { code?: string; message?: string };
  const text = (message || code || 'no reason given').split('\n')[0] ?? '';
  return { code, text: text.replace(/\.$/, '') };
}

/** What messages may say of the URL; never the password. */
function partsOf(url: string): { user: string; host: string; database: string } {
  const parsed = parseUrl(url);
  if (!parsed) return { user: '', host: '', database: '' };
  const { username, hostname, pathname } = parsed;
  const database = pathname.slice(1) || username;
  return { user: decoded(username), host: hostname, database: decoded(database) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
