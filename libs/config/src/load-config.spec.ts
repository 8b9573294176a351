import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config.error';
import { loadConfig } from './load-config';
import { readEnvironment } from './read-environment';

/** @returns the sentences that the configuration is refused with; none if it is right */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes nothing at all', () => {
    expect(loadConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      trustProxy: [],
      allowedOrigins: [],
    });
  });

  it('names every mistake at once, each in one sentence', () => {
    const problems = problemsOf({
      PORT: '0',
      HOST: 'http://x',
      PUBLIC_URL: 'ftp://x',
      ALLOWED_ORIGINS: 'https://a.test/app,b.test',
      TRUST_PROXY: '1,10.0.0.0/33',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      RATE_LIMITS: 'api=1',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'HOST',
      'PUBLIC_URL',
      'ALLOWED_ORIGINS',
      'ALLOWED_ORIGINS',
      'TRUST_PROXY',
      'TRUST_PROXY',
      'DATABASE_URL',
      'RATE_LIMITS',
      'LOG_LEVEL',
    ]);
    for (const problem of problems) expect(problem).toMatch(/^[^\n]+\.$/);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'api', 'api.example.com', 'my_host.local'])(
    'takes HOST %s',
    (host) => expect(loadConfig({ HOST: host }).host).toBe(host),
  );

  it.each(['http://x', 'x:3000', '[::1]', '999.1.1.1', '1.2.3', 'a b', 'a..b', '-a', '*'])(
    'refuses HOST %s',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([
        'HOST must be an IP address such as 0.0.0.0 or ::1, or a host name, without scheme and port.',
      ]);
    },
  );

  it.each(['10.0.0.0/8', '10.1.2.3', 'fd00::/8', '::1', '2001:db8::1/128', '0.0.0.0/1'])(
    'takes TRUST_PROXY %s',
    (range) => expect(loadConfig({ TRUST_PROXY: range }).trustProxy).toEqual([range]),
  );

  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0', 'true', '10.0.0.0/8/8', '10.0.0.0/'])(
    'refuses TRUST_PROXY %s',
    (range) => {
      expect(problemsOf({ TRUST_PROXY: range })).toEqual([
        `TRUST_PROXY has "${range}", which is neither an IP address nor a CIDR range such as 10.0.0.0/8.`,
      ]);
    },
  );

  it.each(['10.0.0.0/0', '::/0'])('refuses TRUST_PROXY %s and says why', (range) => {
    expect(problemsOf({ TRUST_PROXY: range })).toEqual([
      `TRUST_PROXY has "${range}", which would trust everybody; write the addresses of the proxies, such as 10.0.0.0/8.`,
    ]);
  });

  it('refuses a hop count as TRUST_PROXY and says why', () => {
    expect(problemsOf({ TRUST_PROXY: '1' })).toEqual([
      'TRUST_PROXY has the hop count "1", which would trust whoever is that many hops away; write the addresses of the proxies, such as 10.0.0.0/8.',
    ]);
  });

  it.each([
    ['https://app.example.com/', 'https://app.example.com'],
    ['HTTPS://App.Example.com:443', 'https://app.example.com'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['chrome-extension://abcdef', 'chrome-extension://abcdef'],
  ])('takes the origin %s as browsers send it', (text, origin) => {
    expect(loadConfig({ ALLOWED_ORIGINS: text }).allowedOrigins).toEqual([origin]);
  });

  it.each([
    'https://a.test/app',
    'https://a.test//',
    'a.test',
    '*',
    'null',
    'https://u@a.test',
    'https://a.test?x',
  ])('refuses %s among ALLOWED_ORIGINS', (text) => {
    expect(problemsOf({ ALLOWED_ORIGINS: text })).toEqual([
      `ALLOWED_ORIGINS has "${text}", which is not an origin; write scheme, host and port alone, such as https://app.example.com.`,
    ]);
  });

  it.each(['nonsense', 'ftp://x', 'https://x.test/api', 'foo:bar'])(
    'refuses PUBLIC_URL %s with one sentence',
    (url) => {
      expect(problemsOf({ PUBLIC_URL: url })).toHaveLength(1);
    },
  );

  it('normalises PUBLIC_URL', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://API.example.com/' }).publicUrl).toBe('https://api.example.com');
  });
});

describe('readEnvironment', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'duvo-env-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (text: string): void => writeFileSync(join(folder, '.env'), text);

  it('is the process alone where there is no .env', () => {
    expect(readEnvironment({ PORT: '1' }, folder)).toEqual({ PORT: '1' });
  });

  it('adds what .env has', () => {
    write('# a comment\nPORT=4000\nHOST="::1"\n');
    expect(loadConfig(readEnvironment({}, folder))).toMatchObject({ port: 4000, host: '::1' });
  });

  it.each([{ PORT: '5000' }, { PORT: '' }, { PORT_FILE: '/run/port' }])(
    'lets %j of the process win',
    (env) => {
      write('PORT=4000\n');
      expect(readEnvironment(env, folder)).toEqual(env);
    },
  );

  it('is what loadConfig reads unless it is given an environment', () => {
    write('PORT=4321\n');
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(loadConfig().port).toBe(4321);
      expect(loadConfig({}).port).toBe(3000);
    } finally {
      process.chdir(before);
    }
  });

  it('says which .env cannot be read', () => {
    mkdirSync(join(folder, '.env'));
    expect(() => readEnvironment({}, folder)).toThrow(
      `The settings file ${join(folder, '.env')} cannot be read (EISDIR); correct its permissions or remove it.`,
    );
  });
});

describe('the port of operators', () => {
  it('is off unless it is named, and listens on this machine only', () => {
    expect(loadConfig({}).metrics).toBeUndefined();
    expect(loadConfig({ METRICS_PORT: '9464' }).metrics).toEqual({ port: 9464, host: '127.0.0.1' });
    expect(loadConfig({ METRICS_PORT: '9464', METRICS_HOST: '::' }).metrics).toEqual({
      port: 9464,
      host: '::',
    });
  });

  it.each(['0', '65536', 'x', '-1', '1e3'])('refuses %s, saying how to switch it off', (port) =>
    expect(problemsOf({ METRICS_PORT: port })).toEqual([
      'METRICS_PORT must be a whole number from 1 to 65535; leave it out to switch the port off.',
    ]),
  );

  it('refuses the port of clients', () => {
    expect(problemsOf({ METRICS_PORT: '3000' })).toEqual([
      'METRICS_PORT and PORT are both 3000; give METRICS_PORT another one.',
    ]);
  });
});
