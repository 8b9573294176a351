export interface ProductProcess {
  readonly name: string;
  readonly kind: 'api' | 'worker';
  /** Of a replica: where it answers itself, past the balancer. */
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly isRunning: boolean;
  /** Log lines of level warning and above since the first start, parsed. */
  readonly warnings: readonly Record<string, any>[];
  onLine(listener: (line: any, process: ProductProcess) => void): void;
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As an orchestrator would. @returns whether it ended by itself */
  terminate(): Promise<boolean>;
  isReady(): Promise<boolean>;
}

export interface TopologyOptions {
  /** @default 3 */
  readonly replicas?: number;
  /** @default 2 */
  readonly workers?: number;
  /** Further settings of every process of the product. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default info */
  readonly logLevel?: string;
}

/** PostgreSQL, Redis, replicas of the API behind a balancer and workers, as processes on this machine. */
export class Topology {
  private constructor();
  static start(options?: TopologyOptions): Promise<Topology>;
  /** Origin of the balancer, which is the public one. */
  readonly url: string;
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string>>;
  readonly replicas: readonly ProductProcess[];
  readonly workers: readonly ProductProcess[];
  readonly ownerKey: string;
  /** The demo owner, who signs in with a password. */
  readonly person: { readonly email: string; readonly password: string };
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly redis: {
    readonly url: string;
    readonly pid: number;
    kill(): Promise<void>;
    restart(): Promise<void>;
  };
  readonly postgres: {
    readonly url: string;
    restart(downMs?: number, signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
  };
  /** Runs an operator's command. @returns the JSON that it prints */
  command(...args: string[]): Promise<any>;
  createKey(options: { user?: string; name: string; scopes?: string; team?: string }): Promise<any>;
  /** @returns whether all replicas are ready and count limits together, within `limitMs` */
  untilWhole(limitMs: number): Promise<boolean>;
  stop(): Promise<void>;
}
