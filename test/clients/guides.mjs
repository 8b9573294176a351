// Guides whose tool calls are executed as they stand, by a real client.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './support/paths.mjs';

const GUIDES = ['docs/guides/run-an-agent.md'];
const POLL = 250;
const POLL_LIMIT = 30_000;
/** ```json tool=get_run until … ``` asks until the reply fits; ```json reply … ``` is what it must contain. */
const BLOCK = /^```json (?:tool=(?<tool>\w+)(?<until> until)?|(?<reply>reply))\n(?<text>[\s\S]*?)^```$/gm;
const NAME = /^<(\w+)>$/;

/**
 * Runs every guide from its first call to its last, on a server of its own.
 * @param start starts that server
 */
export async function checkGuides(driver, report, start) {
  for (const path of GUIDES) {
    const server = await start({ env: { RUN_STEP_DELAY_MS: '20' } });
    const session = await driver.connect({ endpoint: server.endpoint, key: server.ownerKey });
    await report.check(driver.title, `does what ${path} says`, () => follow(session, stepsOf(path)));
    await report.check(driver.title, `met no 5xx in ${path}`, async () => {
      assert.deepEqual(server.faults(), []);
    });
    await session.close();
    await server.stop();
  }
}

function stepsOf(path) {
  const steps = [];
  for (const { groups } of readFileSync(join(ROOT, path), 'utf8').matchAll(BLOCK)) {
    const content = JSON.parse(groups.text);
    if (groups.reply) steps.at(-1).reply = content;
    else steps.push({ tool: groups.tool, poll: groups.until !== undefined, args: content });
  }
  assert.ok(
    steps.length > 0 && steps.every(({ reply }) => reply !== undefined),
    `${path} has a call without reply`,
  );
  return steps;
}

async function follow(session, steps) {
  const known = new Map();
  for (const { tool, args, reply, poll } of steps) {
    const deadline = Date.now() + POLL_LIMIT;
    for (;;) {
      const { kind, value } = await session.call(tool, filled(args, known));
      assert.equal(kind, 'result', `${tool}: ${JSON.stringify(value)}`);
      const bound = new Map(known);
      const fault = differs(reply, value, bound);
      if (!fault) {
        for (const [name, found] of bound) known.set(name, found);
        break;
      }
      assert.ok(poll && Date.now() < deadline, `${tool} answered ${fault}: ${JSON.stringify(value)}`);
      await sleep(POLL);
    }
  }
}

/** Puts the values that earlier replies gave for the places where `<name>` stands. */
function filled(value, known) {
  if (Array.isArray(value)) return value.map((item) => filled(item, known));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, known)]));
  }
  const name = typeof value === 'string' ? NAME.exec(value)?.[1] : undefined;
  assert.ok(name === undefined || known.has(name), `no reply so far has said what <${name}> is`);
  return name === undefined ? value : known.get(name);
}

/** Compares what the guide shows with what came; fields that it leaves out may be anything. */
function differs(shown, found, bound, path = 'reply') {
  const name = typeof shown === 'string' ? NAME.exec(shown)?.[1] : undefined;
  if (name !== undefined) {
    if (typeof found !== 'string') return `${path} is ${JSON.stringify(found)}, not <${name}>`;
    if (bound.has(name) && bound.get(name) !== found) return `${path} is not the <${name}> of before`;
    bound.set(name, found);
    return undefined;
  }
  if (shown === null || typeof shown !== 'object') {
    return shown === found ? undefined : `${path} is ${JSON.stringify(found)}`;
  }
  for (const [key, item] of Object.entries(shown)) {
    const fault = differs(item, found?.[key], bound, `${path}.${key}`);
    if (fault) return fault;
  }
  return undefined;
}
