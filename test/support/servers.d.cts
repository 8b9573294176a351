export function freePort(): Promise<number>;
export function startPostgres(): Promise<{
  url: string;
  /** Of the parent of all its processes. */
  readonly pid: number;
  /**
   * Ends every connection and keeps the data; for `downMs` milliseconds nobody can connect.
   * @param signal SIGINT: a shutdown; SIGQUIT: as a crash, after which it recovers from its log
   */
  restart(downMs?: number, signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
  stop(): Promise<void>;
}>;
export function startRedis(): Promise<{
  url: string;
  readonly pid: number;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
  /** Empty, and under another process id. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}>;
export function untilListening(port: number): Promise<void>;
