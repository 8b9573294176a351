import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestApp } from '../../support/test-app';
import type { TestApp, TestAppOptions } from '../../support/test-app';
import { petsDocument } from './pets-document';

export const TOKEN = 'upstream-token-7f3a9c';

export interface UpstreamFiles {
  readonly folder: string;
  /** Path of the file of the upstreams. */
  readonly file: string;
  /** Writes the file anew. */
  write(upstreams: readonly object[]): void;
  writeText(name: string, text: string): void;
  remove(): void;
}

/** A folder with the document of the pets and a file of upstreams. */
export function upstreamFiles(upstreams: readonly object[] = []): UpstreamFiles {
  const folder = mkdtempSync(join(tmpdir(), 'duvo-upstreams-'));
  const file = join(folder, 'upstreams.json');
  const write = (list: readonly object[]): void => writeFileSync(file, JSON.stringify({ upstreams: list }));
  writeFileSync(join(folder, 'pets.json'), JSON.stringify(petsDocument));
  write(upstreams);
  return {
    folder,
    file,
    write,
    writeText: (name, text) => writeFileSync(join(folder, name), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Settings of the pets, at a server on loopback. */
export const pets = (baseUrl: string, more: object = {}): object => ({
  name: 'pets',
  document: './pets.json',
  baseUrl,
  toolPrefix: 'pets_',
  credential: { type: 'bearer', env: 'PETS_TOKEN' },
  permission: { read: 'agents:read', write: 'agents:create' },
  allowPrivateAddresses: true,
  timeLimitSeconds: 5,
  retries: 0,
  ...more,
});

export function createUpstreamApp(files: UpstreamFiles, options: TestAppOptions = {}): Promise<TestApp> {
  return createTestApp({
    ...options,
    env: { UPSTREAMS_FILE: files.file, PETS_TOKEN: TOKEN, ...options.env },
  });
}
