import { Body, Controller, Module, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const noteParam = z.strictObject({ note_id: z.string().min(1) });
const noteQuery = z.strictObject({ draft: z.enum(['yes', 'no']).optional() });
const noteBody = z.strictObject({ text: z.string().max(20), stars: z.int().min(1).max(5).default(3) });
const noteReply = z.strictObject({
  note_id: z.string(),
  text: z.string(),
  stars: z.number(),
  draft: z.string().nullable(),
  author: z.string(),
});

/** What somebody writes who adds an operation: one method. */
@ApiTags('notes')
@Controller('v1/notes')
class NotesController {
  @Post(':note_id')
  @Operation({
    id: 'annotate_note',
    summary: 'Annotate a note',
    description: 'Writes a text under a note. Use it to see what a new operation gets for free.',
    permission: 'agents:create',
    hint: 'W',
    response: { 201: noteReply },
  })
  annotate(
    @Caller() caller: CallerContext,
    @Param({ schema: noteParam }) { note_id }: z.output<typeof noteParam>,
    @Query({ schema: noteQuery }) { draft = null }: { draft?: string | null },
    @Body({ schema: noteBody }) body: z.output<typeof noteBody>,
  ): z.output<typeof noteReply> {
    return { note_id, draft, ...body, author: caller.userId };
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

describe('a new controller method', () => {
  const args = { note_id: 'a b/ü', text: 'Well done 🦊', stars: 5, draft: 'yes' };
  const url = `/v1/notes/${encodeURIComponent('n-1')}?draft=yes`;
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ extraModules: [NotesModule] });
  });
  afterAll(() => test.close());

  const keys = () => test.world.acme.keys;
  const remaining = ({ headers }: { headers: Headers }) => Number(headers.get('x-ratelimit-remaining'));

  it('is in the document', async () => {
    const { body } = await test.rest('GET', '/openapi.json');
    expect(body.paths['/v1/notes/{note_id}'].post.operationId).toBe('annotate_note');
  });

  it.each(['modern', 'legacy'] as const)('is a listed tool with one flat input: %s', async (era) => {
    const { result } = await test.mcp.list({ key: keys().owner, era });
    const tool = result.tools.find(({ name }: { name: string }) => name === 'annotate_note');
    expect(tool).toMatchObject({
      title: 'Annotate a note',
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
      inputSchema: { type: 'object', required: ['note_id', 'text'], additionalProperties: false },
    });
    expect(Object.keys(tool.inputSchema.properties).sort()).toEqual(['draft', 'note_id', 'stars', 'text']);
  });

  it('can be called as a tool, with the reply of REST', async () => {
    const { text, stars } = args;
    const rest = await test.rest('POST', url, { key: keys().owner, body: { text, stars } });
    const tool = await test.mcp.call('annotate_note', { ...args, note_id: 'n-1' }, { key: keys().owner });
    expect(rest.status).toBe(201);
    expect(tool.result.isError).toBe(false);
    expect(tool.result.structuredContent).toEqual(rest.body);
    expect(tool.result._meta['ai.duvo/http'].status).toBe(201);
  });

  it('is refused to a role without its permission, and not listed for it', async () => {
    const key = keys().viewer;
    const rest = await test.rest('POST', url, { key, body: { text: 'x' } });
    const tool = await test.mcp.call('annotate_note', { note_id: 'n-1', text: 'x' }, { key });
    expect([rest.status, rest.body.error]).toEqual([403, 'forbidden']);
    expect(tool.result.structuredContent).toMatchObject({ error: 'forbidden', status: 403 });
    const { result } = await test.mcp.list({ key });
    expect(result.tools.map(({ name }: { name: string }) => name)).not.toContain('annotate_note');
  });

  it('needs the scope that follows from its hint', async () => {
    const key = test.world.acme.readOnlyKey;
    const rest = await test.rest('POST', url, { key, body: { text: 'x' } });
    const tool = await test.mcp.call('annotate_note', { note_id: 'n-1', text: 'x' }, { key });
    for (const reply of [rest, tool]) {
      expect([reply.status, reply.body.error]).toEqual([403, 'insufficient_scope']);
    }
  });

  it('needs a credential', async () => {
    expect((await test.rest('POST', url, { body: { text: 'x' } })).status).toBe(401);
    expect((await test.mcp.call('annotate_note', args)).status).toBe(401);
  });

  it('refuses what its schemas refuse, naming the argument', async () => {
    const key = keys().owner;
    const cases = [
      [{ note_id: 'n-1', text: 'x', stars: 6 }, 'stars', 'too_big'],
      [{ note_id: 'n-1' }, 'text', 'invalid_type'],
      [{ note_id: 'n-1', text: 'x', draft: 'perhaps' }, 'draft', 'invalid_value'],
      [{ note_id: 'n-1', text: 'x', sars: 1 }, 'sars', 'unrecognized_keys'],
    ] as const;
    for (const [wrong, field, code] of cases) {
      const { result } = await test.mcp.call('annotate_note', wrong, { key });
      expect(result.structuredContent).toMatchObject({ status: 400, details: [{ field, code }] });
    }
  });

  it('is charged once and audited once per call, whichever way', async () => {
    const key = keys().admin;
    const first = await test.rest('GET', '/v1/profile', { key });
    const headers = { 'x-request-id': 'annotate-audit' };
    const rest = await test.rest('POST', url, { key, body: { text: 'x' }, headers });
    const tool = await test.mcp.call('annotate_note', { note_id: 'n-1', text: 'x' }, { key, headers });
    expect([remaining(rest), remaining(tool)]).toEqual([remaining(first) - 1, remaining(first) - 2]);
    await test.flushAudit();
    const { rows } = (await test.database.handle.execute(
      sql`select source, operation_id, targets, status from audit_entries where request_id = 'annotate-audit' order by created_at, id`,
    )) as { rows: unknown[] };
    const entry = { operation_id: 'annotate_note', targets: { note_id: 'n-1' }, status: 201 };
    expect(rows).toEqual([
      { source: 'api', ...entry },
      { source: 'mcp', ...entry },
    ]);
  });
});
