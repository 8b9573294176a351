import { ToolInspection } from '@app/mcp';
import type { InspectedTool } from '@app/mcp';
import type { TestApp } from '../../support/test-app';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
/** No operation has it, so that a call that is admitted ends before it does anything. */
const UNDECLARED = { nothing_of_this: 1 };
const ADMITTED = [400, 404];

/** What becomes of a tool for a credential, as callers find out. */
export interface Found {
  readonly listed: boolean;
  readonly callable: boolean;
  readonly callable_over_rest: boolean;
}

/** Asks the real endpoints about each tool. @param secret of the key, or the access token */
export async function findOut(app: TestApp, secret: string): Promise<Record<string, Found>> {
  const { result } = await app.mcp.list({ key: secret });
  const listed = new Set((result?.tools ?? []).map(({ name }: { name: string }) => name));
  const found: Record<string, Found> = {};
  for (const tool of app.get(ToolInspection).all()) {
    found[tool.name] = {
      listed: listed.has(tool.name),
      callable: await isCallable(app, tool, secret),
      callable_over_rest: ADMITTED.includes(await restStatus(app, tool, secret)),
    };
  }
  return found;
}

async function restStatus(app: TestApp, { method, path }: InspectedTool, key: string): Promise<number> {
  const url = path.replace(/\{\w+\}/g, UNKNOWN_ID);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const reply = await app.rest(method, url, {
    key,
    ...(hasBody ? { body: UNDECLARED } : { query: UNDECLARED }),
  });
  return reply.status;
}

async function isCallable(app: TestApp, { name, path }: InspectedTool, key: string): Promise<boolean> {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, id = '']) => [id, UNKNOWN_ID]);
  const reply = await app.mcp.call(name, { ...Object.fromEntries(ids), ...UNDECLARED }, { key });
  return reply.status === 200 && ADMITTED.includes(reply.result?.structuredContent?.status);
}
