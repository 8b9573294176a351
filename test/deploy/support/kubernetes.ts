import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './repository';
import { readYaml } from './yaml';

export const FOLDER = 'deploy/kubernetes';

export interface Manifest {
  /** Path of its file below deploy/kubernetes. */
  readonly path: string;
  readonly object: any;
}

/** @returns files below a folder of the repository, in name order, relative to it */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, folder).length + 1))
    .sort();
}

/** @returns every object that the cluster gets, or the example of one that the operator makes */
export function readManifests(): Manifest[] {
  return filesBelow(FOLDER)
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'))
    .flatMap((path) => readYaml(join(FOLDER, path)).map((object: unknown) => ({ path, object })));
}

/** @returns for each object what the types of Kubernetes say against it */
export function problemsOf(objects: unknown[]): string[][] {
  const output = execFileSync(process.execPath, [join(__dirname, 'check-kinds.cjs')], {
    input: JSON.stringify(objects),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(output) as string[][];
}
