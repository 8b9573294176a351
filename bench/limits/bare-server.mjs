// A bare program with the traffic of one REST read, a query and a command of Redis, and nothing of ours: what being one
// of three costs any process on this machine.
import { createServer } from 'node:http';
import { requireFromProduct } from '../lib/paths.mjs';

const pg = requireFromProduct('pg');
const { Redis } = requireFromProduct('ioredis');

const { PORT, DATABASE_URL, REDIS_URL } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const redis = new Redis(REDIS_URL, { enableAutoPipelining: true });
const query = { name: 'agent', text: 'select * from agents order by id limit 1' };

const server = createServer(async (request, response) => {
  try {
    await redis.incr('bare');
    const { rows } = await pool.query(query);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(rows[0]));
  } catch (error) {
    response.statusCode = 500;
    response.end(JSON.stringify({ error: error.message }));
  }
});
server.listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
