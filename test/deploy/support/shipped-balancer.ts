import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from '../../support/programs.cjs';
import { freePort, untilListening } from '../../support/servers.cjs';
import { textOf } from './repository';

export interface ShippedBalancer {
  readonly url: string;
  readonly secureUrl: string;
  stop(): Promise<void>;
}

export interface Surroundings {
  /** Of the name server that knows the replicas. */
  readonly namesPort: number;
  /** At which every replica listens, on an address of its own. */
  readonly replicaPort: number;
  /** PEM of certificate and key. */
  readonly certificate: string;
}

/** The real HAProxy with the files of deploy/haproxy, in which only ports and places are another. */
export async function startShippedBalancer(surroundings: Surroundings): Promise<ShippedBalancer> {
  const folder = mkdtempSync(join(tmpdir(), 'duvo-haproxy-'));
  const [port, securePort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'certificate.pem'), surroundings.certificate);
  const files = ['haproxy.cfg', 'tls.cfg'].map((name) => {
    const path = join(folder, name);
    const text = textOf(`deploy/haproxy/${name}`)
      .replace('127.0.0.11:53', `127.0.0.1:${surroundings.namesPort}`)
      .replace('api:3000', `api:${surroundings.replicaPort}`)
      .replace('/run/secrets/certificate.pem', join(folder, 'certificate.pem'))
      .replace('bind :8080', `bind 127.0.0.1:${port}`)
      .replace('bind :8443', `bind 127.0.0.1:${securePort}`);
    writeFileSync(path, text);
    return path;
  });
  const child = spawn(ensureProgram('haproxy'), ['-W', '-db', ...files.flatMap((file) => ['-f', file])], {
    stdio: 'ignore',
  });
  await Promise.all([untilListening(port), untilListening(securePort)]);
  return {
    url: `http://127.0.0.1:${port}`,
    secureUrl: `https://127.0.0.1:${securePort}`,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}
