import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { SlowModule } from '../support/slow-operation.module';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('audit trail', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp({ extraModules: [SlowModule] });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  const entries = async (operation: string): Promise<any[]> => {
    await test.flushAudit();
    const { rows } = (await test.database.handle.execute<any>(
      sql`select * from audit_entries where operation_id = ${operation} order by created_at, id`,
    )) as any;
    return rows;
  };

  it('has one entry per call, REST and tool alike', async () => {
    await test.rest('GET', '/v1/team', { key });
    await test.mcp.call('get_team', {}, { key });
    expect(await entries('get_team')).toMatchObject([
      { source: 'api', status: 200, error_code: null, ip: '127.0.0.1' },
      { source: 'mcp', status: 200, error_code: null, ip: '127.0.0.1' },
    ]);
  });

  it('names the file that an operation was about', async () => {
    await test.rest('DELETE', '/v1/files', { key, query: { path: 'no/such.txt' } });
    await test.mcp.call('delete_file', { path: 'no/such.txt' }, { key });
    expect((await entries('delete_file')).map((entry) => entry.targets)).toEqual([
      { path: 'no/such.txt' },
      { path: 'no/such.txt' },
    ]);
  });

  it('takes what a column cannot hold without losing anybody else’s entries', async () => {
    await Promise.all([
      test.rest('GET', '/v1/agents/%00', { key }),
      test.rest('GET', `/v1/agents/${'x'.repeat(5000)}`, { key }),
      test.rest('GET', '/v1/roles', { key }),
    ]);
    expect(await entries('list_roles')).toHaveLength(1);
    const [one, other] = await entries('get_agent');
    expect([one, other]).toMatchObject([{ status: 400 }, { status: 400 }]);
  });

  it('tells how an operation ended whose client had left', async () => {
    const body = JSON.stringify({ delay_ms: 500 });
    const sent = httpRequest(`${test.url}/v1/slow`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    sent.on('error', () => undefined);
    sent.end(body);
    await sleep(200);
    sent.destroy();
    await sleep(800);
    expect(await entries('create_slowly')).toMatchObject([{ status: 201, ip: '127.0.0.1' }]);
  });
});
