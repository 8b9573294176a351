import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runDoctorCommand } from './doctor.command';
import { parseDoctorCall } from './doctor.options';

const URL_ = 'https://api.example.com/v1/mcp';

describe('the command line', () => {
  it.each([
    [[URL_], {}],
    [[URL_, '--host', 'cursor', '--timeout', '2.5'], { host: 'cursor', timeoutMs: 2500 }],
    [['--register', URL_], { register: true }],
    [['--no-register', URL_], { register: false }],
    [[URL_, '--token', 'abc'], { token: 'abc' }],
    [[URL_, '--token=Bearer abc\n'], { token: 'abc' }],
  ])('reads %j', (argv, options) => {
    expect(parseDoctorCall(argv)).toEqual({ url: URL_, options });
  });

  it('takes the token of the environment unless one is given', () => {
    expect(parseDoctorCall([URL_], 'env').options.token).toBe('env');
    expect(parseDoctorCall([URL_, '--token', 'abc'], 'env').options.token).toBe('abc');
  });

  it.each([
    [[], 'Give the URL'],
    [[URL_, URL_], 'one too many'],
    [[URL_, '--register', '--no-register'], 'exclude each other'],
    [[URL_, '--timeout', 'soon'], 'number of seconds'],
    [[URL_, '--timeout', '0'], 'number of seconds'],
    [[URL_, '--token', 'a b'], 'copy it again'],
    [[URL_, '--token', ''], 'copy it again'],
    [[URL_, '--colour'], 'there are --host, --token'],
    [[URL_, '--host'], 'no value'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => parseDoctorCall(argv)).toThrow(sentence);
  });

  it('does not repeat a token that lost its option', () => {
    let message = '';
    try {
      parseDoctorCall([URL_, '--duvo_live_abc']);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toContain('no such option');
    expect(message).not.toContain('duvo_live');
  });
});

describe('the command', () => {
  async function run(argv: string[], tty = false): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runDoctorCommand(
      argv,
      { plain: false },
      {
        out: (text) => (out += text),
        err: (text) => (err += text),
        outIsTty: tty,
        errIsTty: tty,
      },
    );
    return { code, out, err };
  }

  /** Lets everybody list its one tool, which has no schema if it is broken. */
  async function withServer<T>(broken: boolean, use: (url: string) => Promise<T>): Promise<T> {
    const tool = {
      name: 'ping',
      description: 'Answers.',
      ...(!broken && { inputSchema: { type: 'object', properties: {} } }),
    };
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 's', version: '1' },
      },
      'tools/list': { tools: [tool] },
    };
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const method = body === '' ? '' : JSON.parse(body).method;
        const result = request.url === '/mcp' ? results[method] : undefined;
        const status =
          request.method === 'GET' && request.url === '/mcp'
            ? 405
            : method.startsWith('notif')
              ? 202
              : result
                ? 200
                : 404;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(result && JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('ends with 0 when there is no problem', async () => {
    const { code, out, err } = await withServer(false, (url) => run([url]));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Codex +works/);
    expect(out).not.toContain('\u001b');
  });

  it('ends with 1 when there are problems', async () => {
    const { code, out } = await withServer(true, (url) => run([url]));
    expect(code).toBe(1);
    expect(out).toMatch(/Codex +stumbles over tools-root/);
  });

  it('gives JSON alone when asked to', async () => {
    const { code, out, err } = await withServer(true, (url) => run([url, '--json', '--host', 'codex'], true));
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      reachable: true,
      hosts: [{ id: 'codex', problems: ['tools-root'] }],
    });
  });

  it('shows colours and how far it is to a person', async () => {
    const { out, err } = await withServer(true, (url) => run([url], true));
    expect(out).toContain('\u001b[31mproblem');
    expect(err).toContain('tools-root');
  });

  it('ends with 2 when nobody answers', async () => {
    const { code, out } = await run(['http://127.0.0.1:1/mcp']);
    expect(code).toBe(2);
    expect(out).toContain('connection was refused');
  });

  it('ends with 2 for wrong usage, and says how it is used', async () => {
    const { code, out, err } = await run([URL_, '--host', 'emacs']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/"emacs"; there are claude.*\n"npm run doctor -- --help"/);
  });

  it('explains itself', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Exit codes');
    expect(out).toContain('mcp-remote');
  });
});
