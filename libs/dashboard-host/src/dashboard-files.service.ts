import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly zipped: Buffer;
}

interface Build {
  readonly page: string;
  /** By file name below `/assets/`. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/** The files of the build: some hundred kB, read and compressed once. */
@Injectable()
export class DashboardFiles {
  private build: Promise<Build | undefined> | undefined;

  /** @returns the document of every page; `undefined` if the dashboard was not built */
  async page(): Promise<string | undefined> {
    return (await this.read())?.page;
  }

  async asset(name: string): Promise<Asset | undefined> {
    return (await this.read())?.assets.get(name);
  }

  private async read(): Promise<Build | undefined> {
    this.build ??= readBuild(folderOfBuild());
    const build = await this.build;
    // Nothing is remembered of a build that is not there: it may come.
    if (!build) this.build = undefined;
    return build;
  }
}

async function readBuild(folder: string): Promise<Build | undefined> {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const names = await readdir(join(folder, 'assets'));
  const assets = await Promise.all(
    names.map(async (name) => [name, await readAsset(join(folder, 'assets', name))] as const),
  );
  return { page: await readFile(join(folder, 'index.html'), 'utf8'), assets: new Map(assets) };
}

async function readAsset(path: string): Promise<Asset> {
  const body = await readFile(path);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return { type, body, zipped: await promisify(gzip)(body, { level: 9 }) };
}

/** The same from the source and from the compiled file. */
function folderOfBuild(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'dist', 'apps', 'dashboard');
}
