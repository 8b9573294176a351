export function freePort(): Promise<number>;
export function startPostgres(): Promise<{
  url: string;
  /** Ends every connection and keeps the data; for `downMs` milliseconds nobody can connect. */
  restart(downMs?: number): Promise<void>;
  stop(): Promise<void>;
}>;
export function startRedis(): Promise<{ url: string; pid: number; stop(): Promise<void> }>;
export function untilListening(port: number): Promise<void>;
