import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from '../support/programs.cjs';
import { freePort } from '../support/servers.cjs';
import { until } from '../support/until';
import { startNameServer } from './support/name-server';
import type { NameServer } from './support/name-server';
import { ROOT, textOf } from './support/repository';
import { startShippedBalancer } from './support/shipped-balancer';
import type { ShippedBalancer } from './support/shipped-balancer';
import { StandIn } from './support/stand-in';

const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];

describe('deploy/haproxy', () => {
  let names: NameServer;
  let balancer: ShippedBalancer;
  let port: number;
  let replicas: StandIn[];

  beforeAll(async () => {
    ensureProgram('openssl');
    [names, port] = [await startNameServer([]), await freePort()];
    balancer = await startShippedBalancer({
      namesPort: names.port,
      replicaPort: port,
      certificate: certificate(),
    });
  });
  beforeEach(async () => {
    replicas = await Promise.all(ADDRESSES.map((address) => new StandIn(address).start(port)));
    await scaleTo(ADDRESSES);
    for (const replica of replicas) replica.requests.length = 0;
  });
  afterEach(() => Promise.all(replicas.map((replica) => replica.stop())));
  afterAll(async () => {
    await balancer.stop();
    await names.close();
  });

  /** Resolves when exactly these answer. */
  const scaleTo = async (addresses: string[]): Promise<void> => {
    names.addresses = addresses;
    const expected = addresses.length > 0 ? [...addresses].sort().join() : '503';
    await until(async () => ((await whoAnswers()) === expected ? true : undefined));
  };
  const whoAnswers = async (): Promise<string> => {
    const seen = new Set<string>();
    for (let count = 0; count < 3 * ADDRESSES.length; count += 1) {
      const response = await fetch(`${balancer.url}/v1/agents`);
      const text = await response.text();
      seen.add(response.ok ? text : String(response.status));
    }
    return [...seen].sort().join();
  };

  it('is accepted by HAProxy without a warning', () => {
    const checked = execFileSync(ensureProgram('haproxy'), ['-c', '-f', 'deploy/haproxy/haproxy.cfg'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(checked.trim()).toBe('Configuration file is valid');
  });

  it('takes turns with every request, whatever the host remembers of the last', async () => {
    const answers: string[] = [];
    for (let count = 0; count < 9; count += 1) {
      const response = await fetch(`${balancer.url}/v1/mcp`, { headers: { cookie: 'SERVERID=api-1' } });
      expect(response.headers.get('set-cookie')).toBeNull();
      answers.push(await response.text());
    }
    for (const address of ADDRESSES) expect(answers.filter((answer) => answer === address)).toHaveLength(3);
  });

  it('finds replicas that come, and forgets those that go', async () => {
    const fourth = await new StandIn('127.0.0.5').start(port);
    replicas.push(fourth);
    await scaleTo([...ADDRESSES, fourth.address]);
    await scaleTo(ADDRESSES.slice(0, 2));
  }, 60_000);

  it('asks only replicas that are ready', async () => {
    replicas[0]!.isReady = false;
    await until(async () => ((await whoAnswers()) === ADDRESSES.slice(1).join() ? true : undefined));
  });

  it('answers in the form of all other errors while no replica is ready', async () => {
    for (const replica of replicas) replica.isReady = false;
    const response = await until(async () => {
      const answer = await fetch(`${balancer.url}/v1/agents`);
      return answer.status === 503 ? answer : undefined;
    });
    expect(await response.json()).toEqual({
      error: 'unavailable',
      message: 'No server is ready; try again in a moment.',
      request_id: response.headers.get('x-request-id'),
    });
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('says who called, behind what the caller claims', async () => {
    await fetch(`${balancer.url}/v1/agents`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    const [request] = replicas.flatMap(({ requests }) => requests);
    expect(request?.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
  });

  it('passes a request id on, and gives one where there is none or a bad one', async () => {
    for (const id of ['of-the-caller', '', 'not/an id']) {
      await fetch(`${balancer.url}/v1/agents`, { headers: { 'x-request-id': id } });
    }
    const ids = replicas.flatMap(({ requests }) => requests).map(({ headers }) => headers['x-request-id']);
    const given = ids.filter((id) => id !== 'of-the-caller');
    expect([ids.length, given.length, new Set(given).size]).toEqual([3, 2, 2]);
    for (const id of given) expect(id).toMatch(/^[\da-f-]{36}$/);
  });

  describe('when a replica dies with a request', () => {
    beforeEach(() => {
      // The first that is asked, whichever it is.
      let isFirst = true;
      for (const replica of replicas) {
        replica.answer = (request, response) => {
          if (isFirst) request.socket.destroy();
          else response.end('done');
          isFirst = false;
        };
      }
    });
    const asked = (): number => replicas.flatMap(({ requests }) => requests).length;

    it('asks another one for what only reads', async () => {
      const response = await fetch(`${balancer.url}/v1/agents`);
      expect([response.status, await response.text(), asked()]).toEqual([200, 'done', 2]);
    });

    it('asks another one for a write with an idempotency key', async () => {
      const response = await fetch(`${balancer.url}/v1/agents`, {
        method: 'POST',
        headers: { 'idempotency-key': 'once' },
        body: '{}',
      });
      expect([response.status, await response.text(), asked()]).toEqual([200, 'done', 2]);
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('never repeats a %s without a key', async (method) => {
      const { status, requestId, body } = await askOnce(`${balancer.url}/v1/agents/1`, method);
      expect([status, asked()]).toEqual([502, 1]);
      expect(body).toEqual({
        error: 'upstream_error',
        message: expect.stringContaining('repeat it, a write with its idempotency key'),
        request_id: requestId,
      });
    });

    it('ends a connection that has served before instead, for a host that knows to repeat', async () => {
      await fetch(`${balancer.url}/readyz-of-a-stand-in`, { headers: { 'idempotency-key': 'warm' } });
      for (const replica of replicas) {
        replica.requests.length = 0;
        replica.answer = (request) => void request.socket.destroy();
      }
      await expect(fetch(`${balancer.url}/v1/agents/1`, { method: 'POST' })).rejects.toThrow('fetch failed');
      expect(asked()).toBe(1);
    });
  });

  it('passes events on as they are sent', async () => {
    let finish = (): void => undefined;
    for (const replica of replicas) {
      replica.answer = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: first\n\n');
        finish = () => void response.end('data: last\n\n');
      };
    }
    const response = await fetch(`${balancer.url}/v1/mcp`, { method: 'POST', body: '{}' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: first\n\n');
    finish();
    expect((await reader.read()).value).toBe('data: last\n\n');
  });

  it('speaks TLS with the certificate it was given', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      get(`${balancer.secureUrl}/v1/agents`, { rejectUnauthorized: false, agent: false }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      }).on('error', reject);
    });
    expect(ADDRESSES).toContain(answer);
  });

  it('waits longer than the server does, and lets idle connections go earlier', () => {
    const seconds = (name: string): number =>
      Number(new RegExp(`timeout ${name} (\\d+)s`).exec(textOf('deploy/haproxy/haproxy.cfg'))?.[1]);
    const example = (name: string): number =>
      Number(new RegExp(`^# ${name}=(\\d+)$`, 'm').exec(textOf('.env.example'))?.[1]);
    expect(seconds('server')).toBeGreaterThan(example('REQUEST_TIMEOUT_SECONDS'));
    expect(seconds('http-keep-alive')).toBeLessThan(example('KEEP_ALIVE_TIMEOUT_SECONDS'));
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly requestId: string | string[] | undefined;
  readonly body: unknown;
}

/** A request on a connection of its own. */
function askOnce(url: string, method: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({ status, requestId: headers['x-request-id'], body: JSON.parse(text) });
      });
    });
    request.on('error', reject).end();
  });
}

/** Good for a day and trusted by nobody. @returns certificate and key in one text */
function certificate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'duvo-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1';
  execFileSync('openssl', ['req', ...request.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pair = readFileSync(cert, 'utf8') + readFileSync(key, 'utf8');
  rmSync(folder, { recursive: true });
  return pair;
}
