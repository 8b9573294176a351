import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../apps/cli/src/run-cli';
import { readCompose } from './support/compose';
import { filesBelow } from './support/kubernetes';
import { ROOT, textOf } from './support/repository';

const guide = textOf('docs/guides/deploy.md');
const commands = [...guide.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].flatMap(([, block]) =>
  block!.split('\n').map((line) => line.trim()),
);

describe('docs/guides/deploy.md', () => {
  it('links to what is there', () => {
    const links = [...guide.matchAll(/\]\(([^)#:]+)[^)]*\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(ROOT, 'docs/guides', path)))).toEqual([]);
  });

  it('names files that are there', () => {
    const paths = [...guide.matchAll(/`((?:base|overlays|components)\/[\w./-]+)`/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(4);
    expect(paths.filter((path) => !existsSync(join(ROOT, 'deploy/kubernetes', path)))).toEqual([]);
    const applied = commands.flatMap((line) => /apply -[fk] (\S+)/.exec(line)?.[1] ?? []);
    expect(applied).toHaveLength(3);
    expect(applied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('makes every secret that the compose files need, and says how each is renewed', () => {
    const secrets = {
      ...readCompose('deploy/compose.yaml').secrets,
      ...readCompose('deploy/compose.tls.yaml').secrets,
    };
    for (const { file } of Object.values<{ file: string }>(secrets)) {
      const name = file.replace('./', '');
      expect(commands.filter((line) => line.endsWith(`> ${name}`))).toHaveLength(1);
      expect(guide).toMatch(new RegExp(`^\\| .*\`${name.replace('secrets/', '')}\``, 'm'));
    }
  });

  it.each(commands.flatMap((line) => /(?:exec api| --) duvo (.*)$/.exec(line)?.[1] ?? []))(
    'asks for a command that there is: duvo %s',
    async (words) => {
      let said = '';
      const write = (text: string): void => void (said += text);
      const readConfig = (): never => {
        throw new Error('understood');
      };
      await runCli(words.replaceAll('"', '').split(' '), readConfig, { out: write, err: write });
      expect(said).toContain('understood');
    },
  );

  it('names services and workloads that there are', () => {
    const { services } = readCompose('deploy/compose.yaml');
    for (const line of commands) {
      const service = /docker compose (?:exec|run)(?: -T| --rm)* (\w+)/.exec(line)?.[1];
      if (service) expect(Object.keys(services as object)).toContain(service);
    }
    const files = filesBelow('deploy/kubernetes');
    expect(files).toEqual(
      expect.arrayContaining(['base/api-deployment.yaml', 'base/worker-deployment.yaml']),
    );
    expect(commands.join('\n')).toMatch(/rollout status deployment\/duvo-api deployment\/duvo-worker/);
  });
});
