import type { McpEra } from '../../support/mcp-client';
import { sorted } from './dump';
import type { ApiOperation } from './operations';
import { outcomeOfRest, outcomeOfTool } from './outcome';
import type { Outcome } from './outcome';
import { placeRest } from './place';
import type { Args } from './place';
import { keyOf } from './principals';
import type { PrincipalName } from './principals';
import type { Twin, Twins } from './twins';

export interface Call {
  readonly operation: ApiOperation;
  readonly principal: PrincipalName;
  readonly args: Args;
  /** Request id of both calls; says in a failure which call it was. */
  readonly id: string;
  readonly era: McpEra;
}

/**
 * Makes one call as REST request and as tool call, on one application each.
 * @throws if status, body or counters differ
 * @returns the outcome, which is the same for both
 */
export async function callBoth(twins: Twins, call: Call): Promise<Outcome> {
  const { operation, args, era } = call;
  const key = keyOf(twins.world, call.principal);
  const { method, url, headers, body } = placeRest(operation, args);
  const id = { 'x-request-id': call.id };
  const [restReply, toolReply] = await Promise.all([
    twins.rest.app.rest(method, url, {
      key,
      headers: { ...headers, ...id },
      ...(body !== undefined && { rawBody: body }),
    }),
    twins.mcp.app.mcp.call(operation.id, args, { key, era, headers: id }),
  ]);
  const rest = withArgumentNames(outcomeOfRest(restReply), operation);
  const tool = alignMessages(outcomeOfTool(toolReply), rest);
  expect(comparable(tool, twins.mcp, call.id)).toEqual(comparable(rest, twins.rest, call.id));
  return rest;
}

/** @throws if the two databases differ in more than ids and times */
export async function compareDatabases(twins: Twins): Promise<void> {
  const [rest, mcp] = await Promise.all(
    [twins.rest, twins.mcp].map(async ({ database, unseeded }) =>
      sorted(unseeded.inDatabase(withOneSource(await database.dump()))),
    ),
  );
  expect(mcp).toEqual(rest);
}

/** @throws if the audit entries of the calls with this prefix differ in more than source and time */
export async function compareAudit(twins: Twins, prefix: string): Promise<number> {
  const read = async ({ app, database, unseeded }: Twin, source: string) => {
    await app.flushAudit();
    const entries = await database.auditOf(prefix);
    for (const [id, rows] of entries) {
      expect({ id, rows }).toEqual({ id, rows: [expect.objectContaining({ source })] });
    }
    return new Map(
      [...entries].map(([id, [row]]) => {
        const targets = unseeded.inDatabase(row?.targets); // ids of what was made are those of the reply
        return [id, { ...row, targets, source: 'api or mcp' }];
      }),
    );
  };
  const [rest, mcp] = await Promise.all([read(twins.rest, 'api'), read(twins.mcp, 'mcp')]);
  expect(mcp).toEqual(rest);
  return rest.size;
}

/** REST says `Idempotency-Key` where a tool says `idempotency_key`: each the name that its caller used. */
function withArgumentNames(outcome: Outcome, { inputs }: ApiOperation): Outcome {
  if (!Array.isArray(outcome.body?.details)) return outcome;
  const details = outcome.body.details.map((detail: any) => ({
    ...detail,
    field: inputs.find(({ wire }) => wire === detail.field)?.name ?? detail.field,
  }));
  return { ...outcome, body: { ...outcome.body, details } };
}

function comparable({ status, headers, body }: Outcome, { unseeded }: Twin, call: string): Outcome {
  const { etag, location, ...others } = headers;
  const seen = unseeded.inReply({ body: withOneSource(body as unknown), etag, location }, call);
  return {
    status,
    headers: { ...others, etag: seen.etag ?? null, location: seen.location ?? null },
    body: seen.body,
  };
}

/**
 * A run remembers by which way it was started, and so does the reply kept for an idempotency key: the one thing in
 * which the two are meant to differ.
 */
function withOneSource<T>(value: T): T {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return value;
  return JSON.parse(text.replaceAll(/(source\\*":\\*")(?:api|mcp)\b/g, '$1api or mcp')) as T;
}

/** What the codec finds it says in its own words, with the closest known argument where there is one. */
const WORDS_OF_CODEC = /^(Unknown argument|Argument) "/;

function alignMessages(tool: Outcome, rest: Outcome): Outcome {
  const details = tool.body?.details;
  const meant = rest.body?.details;
  if (!Array.isArray(details) || !Array.isArray(meant)) return tool;
  const aligned = details.map((detail: any, index: number) =>
    WORDS_OF_CODEC.test(detail.message) ? { ...detail, message: meant[index]?.message } : detail,
  );
  return { ...tool, body: { ...tool.body, details: aligned } };
}
