/** Header in which the balancer says who answered. */
export const SERVED_BY: string;

/** A real balancer in front of replicas: turn by turn with every request, so that no two in a row meet the same. */
export class Balancer {
  private constructor();
  readonly url: string;
  readonly pid: number;
  /** @param replicas names and ports; all on this machine */
  static start(port: number, replicas: Readonly<Record<string, number>>): Promise<Balancer>;
  stop(): Promise<void>;
}
