import { DrizzleQueryError } from 'drizzle-orm';
import { createLogger, NestLogger } from './logger';
import { plainError } from './plain-error';

const SECRET = 'the plans of the board';

function failedQuery(): Error {
  const refused = Object.assign(
    new Error('duplicate key value violates unique constraint "agents_name_key"'),
    {
      code: '23505',
      detail: `Key (name)=(${SECRET}) already exists.`,
    },
  );
  return new DrizzleQueryError(
    'insert into agents values ($1)',
    [`${SECRET}\n    at a line like a frame`],
    refused,
  );
}

const failedOnOneLine = (): Error => new DrizzleQueryError('insert into agents values ($1)', [SECRET]);

describe('plainError', () => {
  it('keeps what happened and where, through all causes', () => {
    expect(plainError(failedQuery())).toMatchObject({
      type: 'DrizzleQueryError',
      message: 'Failed query: insert into agents values ($1)',
      cause: { code: '23505', message: expect.stringContaining('agents_name_key') },
    });
    expect(plainError(new Error('x'))?.stack).toMatch(/^ {4}at .*plain-error\.spec/);
  });

  it('leaves out the values of statements and rows, in the log too', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => lines.push(line) });
    logger.error({ err: failedQuery() }, 'request failed');
    logger.error(failedQuery());
    new NestLogger(logger).error(failedOnOneLine(), failedOnOneLine().stack, 'Jobs');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toContain('Failed query: insert into agents');
      expect(line).not.toContain(SECRET);
    }
  });

  it('ends where causes go round in a ring', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(plainError(error)).match(/round/g)?.length).toBeLessThan(10);
  });

  it('is nothing for what is no error', () => {
    expect(plainError('text')).toBeUndefined();
    expect(plainError(undefined)).toBeUndefined();
  });
});
