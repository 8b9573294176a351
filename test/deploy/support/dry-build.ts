import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { contextFiles } from './build-context';
import { readDockerfile } from './dockerfile';
import type { Stage, Step } from './dockerfile';
import { ROOT } from './repository';

/** What concerns the system of the image rather than the product. */
const SYSTEM = /^(apt-get|ln) /;

/**
 * Carries out the Dockerfile without Docker: each stage is a folder, what it copies is copied, and what it runs of
 * npm is run, here.
 *
 * @param folder where to work
 * @returns the folder that is /app in the image
 */
export async function dryBuild(folder: string): Promise<string> {
  const stages = readDockerfile();
  for (const stage of stages) await buildStage(folder, stage, stages);
  const image = stages.at(-1)!.name;
  for (const { name } of stages) if (name !== image) rmSync(join(folder, name), { recursive: true });
  return join(folder, image, 'app');
}

async function buildStage(folder: string, { name, from, steps }: Stage, stages: Stage[]): Promise<void> {
  const place = join(folder, name);
  if (stages.some((stage) => stage.name === from)) {
    cpSync(join(folder, from), place, { recursive: true, verbatimSymlinks: true });
  }
  const workdir = join(place, 'app');
  mkdirSync(workdir, { recursive: true });
  for (const step of steps) {
    if (step.keyword === 'COPY') copy(folder, workdir, step);
    if (step.keyword === 'RUN' && !SYSTEM.test(step.text)) {
      // The cache of npm, which the build mounts as well.
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, npm_config_prefer_offline: 'true' };
      await promisify(execFile)('sh', ['-ec', step.text], { cwd: workdir, env, maxBuffer: 64 * 1024 * 1024 });
    }
  }
}

function copy(folder: string, workdir: string, { flags, words }: Step): void {
  const target = words.at(-1)!;
  for (const source of words.slice(0, -1)) {
    if (flags.from) {
      // By links, as nothing changes what another stage made.
      execFileSync('cp', ['-al', join(folder, flags.from, source), join(workdir, target)]);
      continue;
    }
    const files = contextFiles().filter((file) => file === source || file.startsWith(`${source}/`));
    for (const file of files) {
      // A folder's content goes to the target; a file goes into a target that ends in a slash.
      const into = file === source ? join(target, basename(file)) : join(target, file.slice(source.length));
      mkdirSync(dirname(join(workdir, into)), { recursive: true });
      cpSync(join(ROOT, file), join(workdir, into));
    }
  }
}
