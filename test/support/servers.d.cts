export function freePort(): Promise<number>;
export function startPostgres(): Promise<{ url: string; stop(): Promise<void> }>;
export function startRedis(): Promise<{ url: string; pid: number; stop(): Promise<void> }>;
export function untilListening(port: number): Promise<void>;
