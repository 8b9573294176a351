import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { createTestDatabase } from '../../support/test-database';
import type { World } from '../../support/world';
import { DatabaseReader } from './dump';
import { plantSeeds } from './seeds';
import type { SeedsByPrincipal } from './seeds';
import { Unseeded, uuidsIn } from './unseeded';

export interface Twin {
  readonly app: TestApp;
  readonly database: DatabaseReader;
  readonly unseeded: Unseeded;
}

/** Two applications that start from the same rows and keys: one is called over REST, the other by tools. */
export interface Twins {
  readonly rest: Twin;
  readonly mcp: Twin;
  readonly world: World;
  readonly seeds: SeedsByPrincipal;
  close(): Promise<void>;
}

/** Windows so long that none ends during a run: what is left is then exactly what was not spent. */
const LIMITS =
  'api=100000/86400,api_user=100000/86400,api_team=100000/86400,unauthenticated=100000/86400,start_run=100000/86400,sandbox_upload=100000/86400';
/** One origin for both, so that absolute URLs in challenges are equal. */
const ENV = { RATE_LIMITS: LIMITS, PUBLIC_URL: 'http://127.0.0.1:3000' };

export async function openTwins(): Promise<Twins> {
  const template = await createTestDatabase();
  const source = await createTestApp({ databaseUrl: template.url, env: ENV });
  const { world } = source;
  // An application that is left open keeps the whole run waiting.
  const seeds = await plantSeeds(source).finally(() => source.close());

  const rest = await openTwin(template.url, world);
  const mcp = await openTwin(template.url, world);
  return {
    rest,
    mcp,
    world,
    seeds,
    close: async () => {
      await rest.close();
      await mcp.close();
      await template.drop();
    },
  };
}

async function openTwin(templateUrl: string, world: World): Promise<Twin & { close(): Promise<void> }> {
  const copy = await copyDatabase(templateUrl);
  const app = await createTestApp({ databaseUrl: copy.url, env: ENV, world });
  const database = await DatabaseReader.open(copy.url);
  return {
    app,
    database,
    unseeded: new Unseeded(uuidsIn(await database.dump())),
    close: async () => {
      await database.close();
      await app.close();
      await copy.drop();
    },
  };
}

async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const target = new URL(url);
  const template = target.pathname.slice(1);
  const name = `duvo_twin_${randomBytes(6).toString('hex')}`;
  target.pathname = `/${name}`;
  await administer(url, `create database ${name} template ${template}`);
  return {
    url: target.href,
    drop: () => administer(url, `drop database if exists ${name} with (force)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
