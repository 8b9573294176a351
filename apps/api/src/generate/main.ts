import 'reflect-metadata';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '@app/config';
import { ToolCatalogue } from '@app/mcp';
import { diffLock } from '@app/openapi-tools';
import type { Lock } from '@app/openapi-tools';
import { createLogger } from '@app/telemetry';
import { createApp } from '../bootstrap/create-app';
import { packagePath } from '../bootstrap/package-path';
import {
  configurationReference,
  environmentExample,
  errorReference,
  permissionReference,
  tokensOf,
  toolReference,
} from './artefacts';
import { metricsReference } from './metrics-reference';

/**
 * Writes what is generated from the code: document, lock, reference pages. With `--check` it writes nothing and
 * exits 1 if a file is not up to date; with `--tokens` it prints what each tool costs a model.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'duvo-generate-'));
  const config = loadConfig({ DATA_DIR: folder, DEMO_DATA: 'off', LOG_LEVEL: 'silent' });
  const committed = readJson<Lock>('tools.lock.json');
  const created = await createApp(config, createLogger('silent'), { lock: committed });
  const { app, document, dashboardDocument, lock } = created;
  const { tools } = app.get(ToolCatalogue);
  await app.close();
  rmSync(folder, { recursive: true, force: true });

  if (process.argv.includes('--tokens')) {
    for (const tool of tools) print(`${String(tokensOf(tool)).padStart(5)}  ${tool.name}`);
    const total = tools.reduce((sum, tool) => sum + tokensOf(tool), 0);
    print(`${String(Math.round(total / tools.length)).padStart(5)}  average of ${tools.length} tools`);
    return;
  }
  if (committed) for (const change of diffLock(committed, lock)) print(`${change.kind}: ${change.message}`);
  const files: Record<string, string> = {
    'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'openapi.admin.json': `${JSON.stringify(dashboardDocument, null, 2)}\n`,
    'tools.lock.json': `${JSON.stringify(lock, null, 2)}\n`,
    '.env.example': environmentExample(),
    'docs/reference/configuration.md': configurationReference(),
    'docs/reference/errors.md': errorReference(),
    'docs/reference/metrics.md': await metricsReference(),
    'docs/reference/permissions.md': permissionReference(),
    'docs/reference/tools.md': toolReference(tools),
  };
  if (process.argv.includes('--check')) check(files);
  else write(files);
}

function check(files: Readonly<Record<string, string>>): void {
  const stale = Object.keys(files).filter((file) => readText(file) !== files[file]);
  for (const file of stale) print(`${file} is not up to date; run npm run generate and commit it.`);
  if (stale.length > 0) process.exitCode = 1;
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(packagePath(file)), { recursive: true });
    writeFileSync(packagePath(file), content);
  }
}

function readText(file: string): string | undefined {
  const path = packagePath(file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function readJson<T>(file: string): T | null {
  const text = readText(file);
  return text === undefined ? null : (JSON.parse(text) as T);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
