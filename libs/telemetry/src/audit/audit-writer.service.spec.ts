import type { Database } from '@app/database';
import type { Logger } from '../logger';
import type { AuditRepository } from './audit.repository';
import type { AuditEntry } from './audit.tables';
import { AuditWriter, BUFFER_LIMIT } from './audit-writer.service';

const entry = (requestId: string) => ({ requestId }) as AuditEntry;
const entries = (count: number, prefix = 'call') =>
  Array.from({ length: count }, (_, index) => entry(`${prefix}-${index}`));
const failure = (code: string) => Object.assign(new Error(code), { code });

describe('AuditWriter', () => {
  let stored: AuditEntry[];
  let batches: number;
  let fault: (batch: readonly AuditEntry[]) => Error | undefined;
  let lines: [level: string, requestId: string | undefined, message: string][];
  let lastWrite: () => Promise<void>;
  let writer: AuditWriter;

  beforeEach(() => {
    jest.useFakeTimers();
    [stored, batches, lines, fault] = [[], 0, [], () => undefined];
    const log = (level: string) => (about: any, message?: string) =>
      lines.push([level, about.audit?.requestId, message ?? about]);
    writer = new AuditWriter(
      {
        append: async (batch: readonly AuditEntry[]) => {
          batches += 1;
          const error = fault(batch);
          if (error) throw error;
          stored.push(...batch);
        },
      } as unknown as AuditRepository,
      { info: log('info'), warn: log('warn'), error: log('error') } as unknown as Logger,
      {
        beforeClose: (write: () => Promise<void>) => (lastWrite = write),
        detached: <T>(work: () => T) => work(),
      } as unknown as Database,
    );
  });
  afterEach(() => jest.useRealTimers());

  const append = (list: readonly AuditEntry[]) => list.forEach((item) => writer.append(item));
  const levels = (level: string) => lines.filter(([each]) => each === level);

  it('writes entries together, 200 ms after the first', async () => {
    append(entries(3));
    await jest.advanceTimersByTimeAsync(199);
    expect(stored).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect([stored.length, batches]).toEqual([3, 1]);
  });

  it('does not wait once there are 500', async () => {
    append(entries(500));
    await jest.advanceTimersByTimeAsync(0);
    expect([stored.length, batches]).toEqual([500, 1]);
  });

  it('keeps entries in order while the database is away, asks it every two seconds, and says so once', async () => {
    fault = () => failure('ECONNREFUSED');
    append(entries(1200));
    await jest.advanceTimersByTimeAsync(20_000);
    expect(writer.buffered).toBe(1200);
    expect(batches).toBeLessThanOrEqual(11);
    expect(levels('warn')).toHaveLength(1);
    fault = () => undefined;
    await jest.advanceTimersByTimeAsync(2000);
    expect(stored.map(({ requestId }) => requestId)).toEqual(entries(1200).map(({ requestId }) => requestId));
    expect([writer.buffered, writer.dropped]).toEqual([0, 0]);
    expect(lines.at(-1)).toEqual(['info', undefined, 'Audit entries are written again.']);
  });

  it.each(['57014', '40P01', '53300', '42501'])(
    'tries again after %s, which says nothing about an entry',
    async (code) => {
      fault = () => failure(code);
      append(entries(2));
      await jest.advanceTimersByTimeAsync(200);
      fault = () => undefined;
      await jest.advanceTimersByTimeAsync(2000);
      expect(stored).toHaveLength(2);
    },
  );

  it('keeps no more than its bound; what comes then is in the log, whole, and counted', async () => {
    fault = () => failure('ECONNREFUSED');
    append(entries(BUFFER_LIMIT));
    append(entries(2, 'late'));
    expect(writer.buffered).toBe(BUFFER_LIMIT);
    expect(writer.dropped).toBe(2);
    expect(levels('error').map(([, id]) => id)).toEqual(['late-0', 'late-1']);
    await jest.advanceTimersByTimeAsync(2000);
  });

  it('sets apart the one entry that the database refuses', async () => {
    fault = (batch) =>
      batch.some(({ requestId }) => requestId === 'call-37') ? failure('22P05') : undefined;
    append(entries(100));
    await jest.advanceTimersByTimeAsync(200);
    expect(stored).toHaveLength(99);
    expect(levels('error')).toEqual([['error', 'call-37', 'Audit entry refused by the database.']]);
    expect([writer.buffered, writer.dropped]).toEqual([0, 1]);
  });

  it('stores an entry once, though the database went away while it was looking for the one it refuses', async () => {
    fault = (batch) =>
      batches > 2
        ? failure('ECONNRESET')
        : batch.some(({ requestId }) => requestId === 'call-99')
          ? failure('22P05')
          : undefined;
    append(entries(100));
    await jest.advanceTimersByTimeAsync(200);
    fault = () => undefined;
    await jest.advanceTimersByTimeAsync(2000);
    expect(stored.map(({ requestId }) => requestId)).toEqual(entries(100).map(({ requestId }) => requestId));
  });

  it('asks for entries that may be stored already only after a failure', async () => {
    const write = jest.spyOn((writer as any).repository, 'append');
    append(entries(1));
    await jest.advanceTimersByTimeAsync(200);
    fault = () => failure('ECONNRESET');
    append(entries(1, 'more'));
    await jest.advanceTimersByTimeAsync(200);
    fault = () => undefined;
    await jest.advanceTimersByTimeAsync(2000);
    append(entries(1, 'last'));
    await jest.advanceTimersByTimeAsync(200);
    expect(write.mock.calls.map(([, options]: any) => options.mayBeStored)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('takes entries while it writes, and leaves none behind', async () => {
    let goOn!: () => void;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const write = jest.spyOn((writer as any).repository, 'append');
    write.mockImplementationOnce(async (batch: any) => {
      await gate;
      stored.push(...batch);
    });
    append(entries(500));
    await jest.advanceTimersByTimeAsync(0);
    append(entries(700, 'meanwhile'));
    goOn();
    await jest.advanceTimersByTimeAsync(0);
    expect(stored).toHaveLength(1200);
    expect(write).toHaveBeenCalledTimes(3);
  });

  it('writes what is left before the database closes', async () => {
    append(entries(3));
    await lastWrite();
    expect(stored).toHaveLength(3);
  });

  it('puts into the log what the database does not take any more at the end', async () => {
    fault = () => failure('ECONNREFUSED');
    append(entries(3));
    await lastWrite();
    expect(levels('error').map(([, id]) => id)).toEqual(['call-0', 'call-1', 'call-2']);
    expect(writer.dropped).toBe(3);
  });
});
