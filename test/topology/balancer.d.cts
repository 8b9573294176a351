/** Header in which the balancer says who answered. */
export const SERVED_BY: string;

/** A real balancer in front of replicas: turn by turn with every request, so that no two in a row meet the same. */
export class Balancer {
  private constructor();
  readonly url: string;
  readonly pid: number;
  /**
   * @param replicas names and ports; all on this machine
   * @param pauseMs how long each request is held back
   */
  static start(port: number, replicas: Readonly<Record<string, number>>, pauseMs?: number): Promise<Balancer>;
  stop(): Promise<void>;
}
