import { runDoctor } from './doctor';
import { Target } from './target';
import { reachChecks } from './checks/reach.check';
import { DoctorUsageError } from './doctor-usage.error';
import type { Finding, Report } from './report/report';
import { at, html, resource, rpc } from './testing/broken.spec-support';
import { PATH, TOKEN, goodServer } from './testing/good-server.spec-support';
import { startStub } from './testing/http-stub.spec-support';
import type { Asked, Handler, Spoil } from './testing/http-stub.spec-support';
import type { DoctorOptions } from './doctor';
import type { Session } from './session';

interface Examination {
  readonly report: Report;
  readonly asked: Asked[];
  finding(id: string): Finding;
}

async function examine(
  options: DoctorOptions,
  spoil?: Spoil,
  handler: Handler = goodServer(),
): Promise<Examination> {
  const stub = await startStub(handler, spoil);
  try {
    const report = await runDoctor(stub.origin + PATH, { timeoutMs: 500, ...options });
    return { report, asked: stub.asked, finding: (id) => report.findings.find((found) => found.id === id)! };
  } finally {
    await stub.close();
  }
}

const posted = (asked: readonly Asked[], path: string): Asked[] =>
  asked.filter((one) => one.method === 'POST' && one.path === path);

describe('what the doctor is given', () => {
  it.each([
    ['v1/mcp', 'is not a URL'],
    ['ftp://example.com/mcp', 'must begin with https'],
    ['https://user:secret@example.com/mcp', '--token'],
  ])('refuses %s', async (url, sentence) => {
    await expect(runDoctor(url)).rejects.toThrow(DoctorUsageError);
    await expect(runDoctor(url)).rejects.toThrow(sentence);
  });

  it('names the hosts that it knows when it does not know one', async () => {
    await expect(runDoctor('http://127.0.0.1:9', { host: 'emacs' })).rejects.toThrow(
      /"emacs"; there are claude, /,
    );
  });
});

describe('the token', () => {
  it('goes to the endpoint alone', async () => {
    const { asked } = await examine({ token: TOKEN });
    const holding = asked.filter((one) =>
      JSON.stringify([one.headers, [...one.query], one.json]).includes(TOKEN),
    );
    expect(holding.length).toBeGreaterThan(5);
    expect(new Set(holding.map(({ path }) => path))).toEqual(new Set([PATH]));
  });

  it('is in no report, even if the server repeats it', async () => {
    const repeat = rpc('initialize', () => ({ status: 400, headers: {}, body: { error: `bad ${TOKEN}` } }));
    const { report, finding } = await examine({ token: TOKEN }, repeat);
    expect(finding('mcp-legacy').says).toContain('bad [secret]');
    expect(JSON.stringify(report)).not.toContain(TOKEN);
  });

  it('is asked for where it is missing', async () => {
    const { report, finding } = await examine({});
    expect(finding('mcp-legacy')).toMatchObject({ verdict: 'skipped', leftOut: true });
    expect(finding('mcp-legacy').says).toContain('--token');
    expect(finding('tools-names')).toMatchObject({ verdict: 'skipped', leftOut: true });
    expect(report.hosts.find(({ id }) => id === 'script')!.verdict).toBe('untried');
    expect(report.hosts.find(({ id }) => id === 'claude')).toMatchObject({ verdict: 'works' });
  });
});

describe('registrations', () => {
  it('are made on this machine, named, and removed again', async () => {
    const { report, asked } = await examine({});
    const names = posted(asked, '/oauth/register').map(({ json }) => json.client_name);
    expect(names).toContain('Cursor (Duvo doctor)');
    expect(names.every((name) => name.endsWith('(Duvo doctor)'))).toBe(true);
    expect(report.registrations).toEqual({ made: 9, removed: 9 });
    expect(asked.filter(({ method }) => method === 'DELETE')).toHaveLength(9);
  });

  it('are left out when not wanted, and the report says so', async () => {
    const { report, asked, finding } = await examine({ register: false });
    expect(posted(asked, '/oauth/register')).toEqual([]);
    expect(finding('dcr-claude')).toMatchObject({ verdict: 'skipped', leftOut: true });
    expect(finding('dcr-claude').says).toContain('--register');
    expect(finding('authorize-claude')).toMatchObject({ verdict: 'skipped', leftOut: true });
    expect(finding('authorize-client').verdict).toBe('ok');
    expect(report.counts.problem).toBe(0);
  });

  it('are not removed at another origin, which would get the token for it', async () => {
    const elsewhere: Spoil = at('/oauth/register', (answer) => {
      if (answer.status === 201) answer.body.registration_client_uri = 'http://localhost:1/client';
    });
    const { report, asked } = await examine({}, elsewhere);
    expect(report.registrations).toEqual({ made: 9, removed: 0 });
    expect(asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('do not count as refused when the server asks to slow down', async () => {
    const limited: Spoil = at('/oauth/register', (_, { json }) =>
      json?.client_name.startsWith('Cursor') ? { status: 429, headers: { 'retry-after': '60' } } : undefined,
    );
    const { finding } = await examine({}, limited);
    expect(finding('dcr-cursor')).toMatchObject({ verdict: 'skipped', leftOut: true });
    expect(finding('dcr-cursor').says).toContain('429');
  });
});

describe('one host', () => {
  it('is tried alone', async () => {
    const { report, asked } = await examine({ host: 'Cursor' });
    expect(report.hosts.map(({ id }) => id)).toEqual(['cursor']);
    expect(posted(asked, '/oauth/register').map(({ json }) => json.client_name)).toEqual([
      'Cursor (Duvo doctor)',
    ]);
    const ids = report.findings.map(({ id }) => id);
    expect(ids).toContain('authorize-cursor');
    expect(ids).not.toContain('authorize-claude');
    expect(ids).not.toContain('cors-mcp');
  });
});

describe('a server that needs no sign-in', () => {
  it('is fine, and the way to sign in is skipped', async () => {
    const { report, finding } = await examine({}, undefined, goodServer({ open: true }));
    expect(report.counts.problem).toBe(0);
    expect(finding('challenge-initialize').verdict).toBe('skipped');
    expect(finding('as-s256').verdict).toBe('skipped');
    expect(finding('mcp-legacy-tools').verdict).toBe('ok');
    expect(report.hosts.map(({ verdict }) => verdict)).toEqual(report.hosts.map(() => 'works'));
  });
});

describe('a server that cannot be reached', () => {
  it('is reported in a sentence, with nothing else tried', async () => {
    const stub = await startStub(goodServer());
    await stub.close();
    const report = await runDoctor(stub.origin + PATH);
    expect(report).toMatchObject({ reachable: false, registrations: { made: 0 } });
    expect(report.findings.map(({ id }) => id)).toEqual(['reach']);
    expect(report.findings[0]!.says).toMatch(/connection was refused.*No host can connect/);
    expect(report.hosts.every(({ verdict }) => verdict === 'stumbles')).toBe(true);
  });

  it('may be a name without an address', async () => {
    const report = await runDoctor('https://no-such-host.invalid/mcp');
    expect(report.reachable).toBe(false);
    expect(report.findings[0]!.says).toContain('no-such-host.invalid');
  });
});

describe('a server that misbehaves', () => {
  it('is not waited for longer than the limit', async () => {
    const silent = at('/oauth/token', (answer) => ({ ...answer, hang: true }));
    const begun = Date.now();
    const { finding } = await examine({ timeoutMs: 200 }, silent);
    expect(finding('token-unknown-client')).toMatchObject({ verdict: 'problem' });
    expect(finding('token-unknown-client').says).toContain('no answer within 0.2 s');
    expect(Date.now() - begun).toBeLessThan(8_000);
  });

  it('cannot make the doctor read without end', async () => {
    const endless: Spoil = at(/no-such/, () => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'x'.repeat(200_000),
      hang: true,
    }));
    const { finding } = await examine({ maxBytes: 100_000 }, endless);
    expect(finding('well-known-unknown').says).toContain('status 200');
  });

  it('cannot reach the terminal of the reader', async () => {
    const escape: Spoil = resource((body) => (body.resource = 'https://x.example/\u001b[2J\u202egnp'));
    const { report } = await examine({}, escape);
    expect(JSON.stringify(report)).not.toMatch(/\\u001b|\u001b|\u202e/);
  });

  it('may redirect in circles', async () => {
    const circle = at('/oauth/interaction/one', () => ({
      status: 302,
      headers: { location: '/oauth/interaction/one' },
    }));
    expect((await examine({}, circle)).finding('authorize-claude').says).toContain('more than 10 redirects');
  });
});

describe('the way to the sign-in page', () => {
  it('ends at another origin, which is told but not asked', async () => {
    const other = await startStub(() => html(200));
    const onward: Spoil = at('/oauth/interaction/one', () => ({
      status: 302,
      headers: { location: `${other.origin}/login?client=x` },
    }));
    const { finding } = await examine({}, onward);
    await other.close();
    expect(finding('authorize-claude')).toMatchObject({ verdict: 'ok' });
    expect(finding('authorize-claude').says).toContain(other.origin);
    expect(other.asked).toEqual([]);
  });
});

describe('answers as an event stream', () => {
  it('are read, and the stream is left when the answer has come', async () => {
    const stream: Spoil = at(PATH, (answer) => {
      if (answer.status !== 200 || !answer.body?.result) return;
      const event = `event: message\ndata: ${JSON.stringify(answer.body)}\n\n`;
      return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: event, hang: true };
    });
    const begun = Date.now();
    const { report, finding } = await examine({ token: TOKEN, timeoutMs: 5_000 }, stream);
    expect(report.counts.problem).toBe(0);
    expect(finding('mcp-legacy-tools').says).toBe('2 tools.');
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});

describe('the address', () => {
  const [, reachUrl] = reachChecks;
  const judge = (url: string, reach: 'public' | 'private' | 'loopback'): Promise<object> =>
    reachUrl!.run({ target: Target.of(Target.parse(url), reach) } as Session);

  it('is fine if it is public and https', async () => {
    expect(await judge('https://api.example.com/mcp', 'public')).toMatchObject({ verdict: 'ok' });
  });

  it('must not be http in public', async () => {
    expect(await judge('http://api.example.com/mcp', 'public')).toMatchObject({ verdict: 'problem' });
  });

  it.each(['private', 'loopback'] as const)('keeps hosts in the cloud out if it is %s', async (reach) => {
    const outcome = await judge('https://api.example.com/mcp', reach);
    expect(outcome).toMatchObject({ verdict: 'warning', hosts: ['claude', 'chatgpt'] });
  });

  it('is shown without its query, which may hold a secret', async () => {
    const stub = await startStub(goodServer());
    const report = await runDoctor(`${stub.origin}${PATH}?key=hush`, { register: false });
    await stub.close();
    expect(report.url).toBe(`${stub.origin}${PATH}?…`);
    expect(JSON.stringify(report)).not.toContain('hush');
    expect(posted(stub.asked, PATH)[0]!.query.get('key')).toBe('hush');
  });
});

describe('a server with sessions', () => {
  it('is told that they end', async () => {
    let opened = 0;
    const sessions: Spoil = rpc('initialize', (answer) => {
      opened += 1;
      answer.headers['mcp-session-id'] = `s${opened}`;
    });
    const { asked, finding } = await examine({ token: TOKEN, register: false }, sessions);
    const listing = asked.find(({ json }) => json?.method === 'tools/list')!;
    expect(finding('mcp-legacy-tools').verdict).toBe('ok');
    expect(listing.headers['mcp-session-id']).toBe('s1');
    const ended = asked.filter(({ method, path }) => method === 'DELETE' && path === PATH);
    expect(ended.map(({ headers }) => headers['mcp-session-id'])).toEqual(['s1']);
  });
});
