// The callers that write and read large files, in a process of their own. One message from the parent is one round:
// every file is written, then read as REST and as a tool; each caller takes the next piece of work when it is done.
import { createHash, randomBytes } from 'node:crypto';
import { callMessage, MODERN } from '../lib/messages.mjs';

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

process.on('message', async (job) => {
  try {
    process.send(await round(job));
  } catch (error) {
    process.send({ fault: error.stack });
  }
});

async function round({ url, key, files, bytes, callers }) {
  const contents = Array.from({ length: files }, (_, index) => ({
    path: `bench/large-${index}.bin`,
    bytes: randomBytes(bytes),
  }));
  const authorization = `Bearer ${key}`;
  const took = { write: [], read: [], tool: [] };
  const timed = async (kind, work) => {
    const from = performance.now();
    await work();
    took[kind].push(performance.now() - from);
  };
  const write = async (file) => {
    const body = JSON.stringify({
      path: file.path,
      encoding: 'base64',
      content: file.bytes.toString('base64'),
    });
    const headers = { authorization, 'content-type': 'application/json' };
    await timed('write', () => answer(`${url}/v1/files/content`, { method: 'PUT', headers, body }));
  };
  const read = async (file) => {
    let text;
    const query = `path=${file.path}&max_bytes=${bytes}`;
    await timed('read', async () => {
      text = await answer(`${url}/v1/files/content?${query}`, { headers: { authorization } });
    });
    same(file, JSON.parse(text).content, bytes);
  };
  const call = async (file) => {
    const message = callMessage(MODERN, 'get_file_content', { path: file.path, max_bytes: bytes });
    const headers = { ...message.headers, authorization };
    let text;
    await timed('tool', async () => {
      text = await answer(`${url}/v1/mcp`, { method: 'POST', headers, body: message.body });
    });
    // A result has a budget: a tool gets the start of the file, and where it goes on.
    const { content, next_offset_bytes: next } = JSON.parse(text).result.structuredContent;
    same(file, content, next);
  };
  const queue = contents.map((file) => async () => {
    await write(file);
    await read(file);
    await call(file);
  });
  const caller = async () => {
    for (let work = queue.shift(); work; work = queue.shift()) await work();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return took;
}

async function answer(url, init) {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}

function same({ path, bytes }, content, length) {
  const got = Buffer.from(content, 'base64');
  if (got.length !== length || hashOf(got) !== hashOf(bytes.subarray(0, length))) {
    throw new Error(`${path} came back with other content.`);
  }
}
