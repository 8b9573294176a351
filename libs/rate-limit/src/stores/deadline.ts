/**
 * Rejects if `work` takes longer than `ms` milliseconds.
 *
 * The verdict waits for one turn of the event loop after the timer: where this process was busy for longer than
 * the deadline, the answer may already lie in the socket, and the store is not to blame.
 */
export function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const expire = (): void => reject(new Error(`no answer within ${ms} ms`));
    const timer = setTimeout(() => setImmediate(expire), ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
