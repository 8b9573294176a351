import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild, ServerProcess } from '../robustness/support/server-process';
import { freePort } from '../support/servers.cjs';
import { runToEnd } from './support/failed-start';

const TIME_LIMIT = 120_000;

beforeAll(() => ensureBuild(), 300_000);

describe('a start that is refused', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'duvo-boot-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Exactly these sentences on standard error, exit code 1, and no stack anywhere. */
  async function expectRefusal(env: Readonly<Record<string, string>>, sentences: string[]): Promise<void> {
    const { code, stdout, stderr } = await runToEnd({
      PORT: String(await freePort()),
      DATA_DIR: join(folder, 'data'),
      ...env,
    });
    expect({ code, stderr: stderr.split('\n') }).toEqual({ code: 1, stderr: [...sentences, ''] });
    expect(stdout).not.toMatch(/\bat .+:\d+:\d+/);
    expect(stdout).not.toMatch(/duvo_live_/);
  }

  it('names every mistake of the configuration', async () => {
    await expectRefusal(
      {
        PORT: 'http',
        HOST: 'http://x',
        TRUST_PROXY: '1',
        ALLOWED_ORIGINS: 'https://a.test/app',
        LOG_LEVEL: 'loud',
      },
      [
        'PORT must be a whole number from 1 to 65535.',
        'HOST must be an IP address such as 0.0.0.0 or ::1, or a host name, without scheme and port.',
        'ALLOWED_ORIGINS has "https://a.test/app", which is not an origin; write scheme, host and port alone, such as https://app.example.com.',
        'TRUST_PROXY has the hop count "1", which would trust whoever is that many hops away; write the addresses of the proxies, such as 10.0.0.0/8.',
        'LOG_LEVEL must be one of trace, debug, info, warn, error, silent.',
      ],
    );
  });

  describe('because the port is taken', () => {
    let holder: Server;
    let port: number;
    beforeEach(async () => {
      holder = createServer();
      await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
      ({ port } = holder.address() as AddressInfo);
    });
    afterEach(() => void holder.close());

    it(
      'says so, and makes no key that nobody would see: the next start prints the first one',
      async () => {
        await expectRefusal({ PORT: String(port) }, [
          `Port ${port} on 127.0.0.1 is taken; set PORT to a free one.`,
        ]);
        const server = await ServerProcess.start({ DATA_DIR: join(folder, 'data') });
        try {
          expect(server.printedKey).toMatch(/^duvo_live_/);
        } finally {
          await server.kill();
        }
      },
      TIME_LIMIT,
    );
  });

  it(
    'because the address is not of this machine',
    async () => {
      await expectRefusal({ HOST: '192.0.2.1' }, [
        '192.0.2.1 is not an address of this machine; set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.',
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'because the host name does not resolve',
    async () => {
      const { code, stderr } = await runToEnd({
        PORT: String(await freePort()),
        HOST: 'nowhere.invalid',
        DATA_DIR: join(folder, 'data'),
      });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^The host name "nowhere\.invalid" does not resolve \((ENOTFOUND|EAI_AGAIN)\); set HOST to [^\n]+\.\n$/,
      );
    },
    TIME_LIMIT,
  );

  it.each(['file', 'file/below'])(
    'because the data folder is %s',
    async (name) => {
      writeFileSync(join(folder, 'file'), '');
      const path = join(folder, name);
      await expectRefusal({ DATA_DIR: path }, [
        `The data folder ${path} is, or is below, something that is not a folder; set DATA_DIR to another folder.`,
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'because nothing serves PostgreSQL there',
    async () => {
      await expectRefusal({ DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/x` }, [
        'The database cannot be reached (ECONNREFUSED); check DATABASE_URL.',
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'because the database was written with another encryption key',
    async () => {
      const data = { DATA_DIR: join(folder, 'data') };
      const server = await ServerProcess.start(data);
      await server.kill();
      await expectRefusal({ ...data, ENCRYPTION_KEY: randomBytes(32).toString('base64') }, [
        'A secret in the database was encrypted with a key that is not at hand. Start with the ENCRYPTION_KEY that the secret was written with, after the new one.',
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'because there is no such database',
    async () => {
      const url = new URL(process.env.TEST_DATABASE_URL ?? '');
      url.pathname = '/not_there';
      await expectRefusal({ DATABASE_URL: url.href }, [
        'PostgreSQL has no database "not_there"; create it or correct its name in DATABASE_URL.',
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'because the password is wrong',
    async () => {
      const url = new URL(process.env.TEST_DATABASE_URL ?? '');
      url.password = 'wrong';
      url.pathname = '/postgres';
      await expectRefusal({ DATABASE_URL: url.href }, [
        `PostgreSQL refuses the password of the user "${url.username}"; correct the password in DATABASE_URL.`,
      ]);
    },
    TIME_LIMIT,
  );
});
