import { Client } from 'pg';

export type Dump = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Compared apart, because it is written behind the reply and knows whether a tool was called. */
const APART = 'audit_entries';
/**
 * When a key was last used is noted behind the replies, at most once a minute; a run counts the milliseconds it
 * was active.
 */
const VOLATILE: Readonly<Record<string, readonly string[]>> = {
  api_keys: ['last_used_at', 'last_used_ip'],
  runs: ['active_ms'],
};

/** Looks into a database beside the application that owns it. */
export class DatabaseReader {
  private dumpQuery: string | undefined;

  private constructor(private readonly client: Client) {}

  static async open(url: string): Promise<DatabaseReader> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new DatabaseReader(client);
  }

  /** Every row of every table but the audit trail. */
  async dump(): Promise<Dump> {
    this.dumpQuery ??= await this.writeDumpQuery();
    const { rows } = await this.client.query<{ name: string; rows: Record<string, unknown>[] }>(
      this.dumpQuery,
    );
    return Object.fromEntries(rows.map(({ name, rows: content }) => [name, content]));
  }

  /** Audit entries whose request id begins so, by request id. */
  async auditOf(prefix: string): Promise<Map<string, Record<string, unknown>[]>> {
    const { rows } = await this.client.query(
      `select team_id, user_id, credential_type, credential_id, source, operation_id, targets, status,
              error_code, request_id, ip, client_id, role, cost, refused_bucket, refused_rule_id, shadow_refusals
         from ${APART} where request_id like $1 order by id`,
      [`${prefix}%`],
    );
    const byRequest = new Map<string, Record<string, unknown>[]>();
    for (const row of rows as Record<string, unknown>[]) {
      const id = String(row.request_id);
      byRequest.set(id, [...(byRequest.get(id) ?? []), row]);
    }
    return byRequest;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async writeDumpQuery(): Promise<string> {
    const { rows } = await this.client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> $1`,
      [APART],
    );
    return rows
      .map(({ name }) => {
        const volatile = (VOLATILE[name] ?? []).map((column) => ` - '${column}'`).join('');
        return `select '${name}' as name, coalesce(jsonb_agg(to_jsonb(t)${volatile}), '[]') as rows from "${name}" t`;
      })
      .join(' union all ');
  }
}

/** In an order that does not depend on ids. */
export function sorted(dump: Dump): Dump {
  return Object.fromEntries(
    Object.entries(dump).map(([name, rows]) => [
      name,
      [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]),
  );
}
