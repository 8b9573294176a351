import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { environmentSchema } from '@app/config';
import { contextFiles, isInContext } from './support/build-context';
import { readDockerfile } from './support/dockerfile';
import type { Step } from './support/dockerfile';
import { ROOT, textOf } from './support/repository';

const stages = readDockerfile();
const image = stages.at(-1)!;
const of = (keyword: string): Step[] => image.steps.filter((step) => step.keyword === keyword);

describe('the Dockerfile', () => {
  it('has no fault that the linter finds', () => {
    const problems = validate(textOf('Dockerfile'), { instructionCasing: 1 });
    expect(problems.map(({ message, range }) => [range.start.line + 1, message])).toEqual([]);
  });

  it('has a linter that would find one', () => {
    expect(validate('from node:24-slim\nRUNN true\n').length).toBeGreaterThan(0);
  });

  it('starts from one base of the Node version it names, on glibc', () => {
    const bases = new Set(
      stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from)),
    );
    expect([...bases]).toEqual(['node:24-slim']);
  });

  it('does not run as root', () => {
    expect(of('USER').map(({ text }) => text)).toEqual(['node']);
  });

  it('changes no file after it gave up root', () => {
    const user = image.steps.findIndex(({ keyword }) => keyword === 'USER');
    expect(image.steps.slice(user).filter(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword))).toEqual(
      [],
    );
  });

  it('looks after its health with what Node has', () => {
    expect(of('HEALTHCHECK').map(({ words }) => words.slice(1).join(' '))).toEqual([
      '["node", "/app/deploy/image/healthcheck.mjs"]',
    ]);
    expect(of('HEALTHCHECK')[0]?.flags).toHaveProperty('start-period');
  });

  it('lets a process of its own forward signals', () => {
    expect(of('ENTRYPOINT').map(({ text }) => text)).toEqual(['["tini", "--", "duvo"]']);
    expect(of('CMD').map(({ text }) => text)).toEqual(['["api"]']);
  });

  it('copies only what exists and reaches the build', () => {
    const files = contextFiles();
    const sources = stages
      .flatMap(({ steps }) => steps)
      .filter(({ keyword, flags }) => keyword === 'COPY' && !flags.from)
      .flatMap(({ words }) => words.slice(0, -1));
    expect(sources.length).toBeGreaterThan(8);
    const missing = sources.filter(
      (source) => !files.some((file) => file === source || file.startsWith(`${source}/`)),
    );
    expect(missing).toEqual([]);
  });

  it('copies from stages that come before', () => {
    const earlier: string[] = [];
    for (const { name, steps } of stages) {
      const used = steps.map(({ flags }) => flags.from).filter((from) => from !== undefined);
      expect(used.filter((from) => !earlier.includes(from))).toEqual([]);
      earlier.push(name);
    }
  });

  it('installs what the lock file says, and runs nothing that packages bring', () => {
    const installs = stages
      .flatMap(({ steps }) => steps)
      .filter(({ text }) => /\bnpm (ci|i|install)\b/.test(text));
    expect(installs).toHaveLength(2);
    for (const { text } of installs) expect(text).toMatch(/^npm ci .*--ignore-scripts/);
  });

  it('installs packages before it copies sources, so that the cache holds', () => {
    for (const { name, steps } of stages) {
      const install = steps.findIndex(({ text }) => text.startsWith('npm ci'));
      const sources = steps.findIndex(({ keyword, flags }) => keyword === 'COPY' && !flags.from);
      if (install >= 0 && sources >= 0) expect([name, sources > install]).toEqual([name, true]);
    }
  });

  it('sets settings that exist', () => {
    const names = of('ENV').flatMap(({ words }) => words.map((word) => word.split('=')[0]));
    expect(names.filter((name) => name !== 'NODE_ENV' && !(name! in environmentSchema.shape))).toEqual([]);
  });

  it('says what it is, with the labels of the Open Container Initiative', () => {
    const labels = of('LABEL').flatMap(({ text }) => [...text.matchAll(/(\S+?)=/g)].map(([, name]) => name));
    expect(labels).toEqual(
      ['title', 'description', 'licenses', 'version', 'revision'].map(
        (name) => `org.opencontainers.image.${name}`,
      ),
    );
  });

  it('brings programs that are there, and may be executed', () => {
    const program = join(ROOT, 'deploy/image/duvo.mjs');
    expect(statSync(program).mode & 0o111).toBe(0o111);
    const sources = [...textOf('deploy/image/duvo.mjs').matchAll(/'(\S+\/main)\.js'/g)].map(
      ([, path]) => `apps/${path}.ts`,
    );
    expect(sources).toHaveLength(5);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
  });
});

describe('what is sent to the build', () => {
  it.each([
    '.env',
    '.git/config',
    'data/encryption.key',
    'deploy/secrets/database_url',
    'deploy/compose.yaml',
    'node_modules/pg/package.json',
    'apps/dashboard/node_modules/react/index.js',
    'dist/apps/api/src/main.js',
    'test/support/world.ts',
    'libs/config/src/load-config.spec.ts',
    'scripts/test-all.sh',
  ])('is not %s', (path) => {
    expect(isInContext(path)).toBe(false);
  });

  it.each([
    'package-lock.json',
    'tools.lock.json',
    'apps/api/src/main.ts',
    'libs/config/src/load-config.ts',
    'libs/database/drizzle/meta/_journal.json',
    'deploy/image/duvo.mjs',
  ])('is %s', (path) => {
    expect(isInContext(path)).toBe(true);
  });
});
