import { folderOpenError, postgresOpenError } from './open-failure';

const URL = 'postgres://duvo:hunter2@db.test:5433/product';
const failed = (code: string | undefined, message = 'the reason'): Error =>
  new Error('Failed query', { cause: Object.assign(new Error(message), { code }) });

describe('postgresOpenError', () => {
  it.each([
    ['28P01', 'PostgreSQL refuses the password of the user "duvo"; correct the password in DATABASE_URL.'],
    [
      '28000',
      'PostgreSQL does not let the user "duvo" in (the reason); correct the user in DATABASE_URL or allow it in pg_hba.conf of the server.',
    ],
    ['3D000', 'PostgreSQL has no database "product"; create it or correct its name in DATABASE_URL.'],
    ['ECONNREFUSED', 'The database cannot be reached (ECONNREFUSED); check DATABASE_URL.'],
    ['ETIMEDOUT', 'The database cannot be reached (ETIMEDOUT); check DATABASE_URL.'],
    [
      'ENOTFOUND',
      'The host name "db.test" of the database does not resolve (ENOTFOUND); correct it in DATABASE_URL.',
    ],
    ['42P07', 'The database cannot be opened (the reason); check DATABASE_URL and the server.'],
  ])('says what to do about %s', (code, sentence) => {
    expect(postgresOpenError(failed(code), URL).message).toBe(sentence);
  });

  it.each(['timeout expired', 'timeout exceeded when trying to connect'])('knows "%s"', (message) => {
    expect(postgresOpenError(failed(undefined, message), URL).message).toBe(
      'The database does not answer in time; check DATABASE_URL.',
    );
  });

  it('never says the password', () => {
    for (const code of ['28P01', '28000', '3D000', '42501', '53300', 'ENOTFOUND', 'X']) {
      expect(postgresOpenError(failed(code), URL).message).not.toContain('hunter2');
    }
  });

  it('stays one sentence where the reason has several lines', () => {
    expect(postgresOpenError(failed('X', 'first.\nsecond'), URL).message).toBe(
      'The database cannot be opened (first); check DATABASE_URL and the server.',
    );
  });
});

describe('folderOpenError', () => {
  it.each([
    ['EACCES', /may not write to the data folder \/d; .*DATA_DIR/],
    ['EPERM', /may not write to the data folder \/d; .*DATA_DIR/],
    ['ENOTDIR', /\/d is, or is below, something that is not a folder; set DATA_DIR/],
    ['EEXIST', /\/d is, or is below, something that is not a folder; set DATA_DIR/],
    ['EROFS', /\/d is on a file system that is read-only; set DATA_DIR/],
    ['ENOSPC', /disk of the data folder \/d is full; .*DATA_DIR/],
    [undefined, /embedded database in \/d cannot be opened \(the reason\); .*DATA_DIR/],
  ])('says what to do about %s', (code, sentence) => {
    const { message } = folderOpenError(failed(code), '/d', 'DATA_DIR');
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^[^\n]+\.$/);
  });
});
