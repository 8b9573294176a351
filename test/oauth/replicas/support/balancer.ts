import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from '../../../support/programs.cjs';
import { untilListening } from '../../../support/servers.cjs';

/** Header in which the balancer says who answered. */
export const SERVED_BY = 'x-served-by';

/** A real balancer in front of replicas: turn by turn with every request, so that no two in a row meet the same. */
export class Balancer {
  private constructor(
    readonly url: string,
    private readonly program: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param replicas names and ports; both are on this machine */
  static async start(port: number, replicas: Readonly<Record<string, number>>): Promise<Balancer> {
    const folder = await mkdtemp(join(tmpdir(), 'duvo-balancer-'));
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, configuration(port, replicas));
    const program = spawn(ensureProgram('haproxy'), ['-db', '-f', file], { stdio: 'ignore' });
    await untilListening(port);
    return new Balancer(`http://127.0.0.1:${port}`, program, folder);
  }

  async stop(): Promise<void> {
    if (this.program.exitCode === null && this.program.signalCode === null) {
      const gone = once(this.program, 'exit');
      this.program.kill('SIGKILL');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

function configuration(port: number, replicas: Readonly<Record<string, number>>): string {
  const servers = Object.entries(replicas).map(([name, at]) => `  server ${name} 127.0.0.1:${at}`);
  return `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option http-server-close
frontend door
  bind 127.0.0.1:${port}
  default_backend replicas
backend replicas
  balance roundrobin
  option forwardfor
  http-response set-header ${SERVED_BY} %s
${servers.join('\n')}
`;
}
