// Steady mixed load. Requests begin by the clock and not when the one before has ended, so that a standstill is
// met by as many as would meet it in earnest.
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVED_BY } from '../../test/topology/balancer.cjs';
import { LEGACY, MODERN } from '../lib/messages.mjs';
import { WAYS, callOf, holdsOtherTeam, read } from './calls.mjs';

/** What a client does in turn: way, operation. */
const TURNS = [
  ['rest', 'list_agents'],
  [MODERN, 'list_agents'],
  [LEGACY, 'get_agent'],
  ['rest', 'limited'],
  ['rest', 'create_agent'],
  [MODERN, 'get_agent'],
  ['rest', 'get_run'],
  [LEGACY, 'get_profile'],
  [MODERN, 'limited'],
  [MODERN, 'create_agent'],
  ['rest', 'get_profile'],
  ['rest', 'start_run'],
  [LEGACY, 'list_agents'],
  [MODERN, 'get_run'],
  ['rest', 'get_agent'],
  [LEGACY, 'create_agent'],
  [MODERN, 'get_profile'],
  [LEGACY, 'get_run'],
  ['rest', 'limited'],
  [MODERN, 'start_run'],
];

/** A client gives an unacknowledged write up after so many milliseconds. */
const GIVE_UP_MS = 30_000;
const SHORTEST_PAUSE_MS = 250;
/** Every so many acknowledged writes are sent once more: the first reply has to come again. */
const REPEAT_EVERY = 10;
/** Beyond it the machine cannot follow, and requests are left out rather than piled up. */
const MOST_IN_FLIGHT = 500;
const ENDED = new Set(['completed', 'failed', 'stopped', 'interrupted']);

export class Traffic {
  #client;
  #origin;
  #people;
  #limited;
  #journal;
  #perSecond;
  #timer;
  #turn = 0;
  #running = new Set();
  #tasks = new Set();
  #waiting = new Set();
  leftOut = 0;

  /**
   * @param people who calls: `{ key, email, teamId, agentIds, runnable? }`
   * @param limited the person whose key has the small limit
   */
  constructor({ client, origin, people, limited, journal, perSecond }) {
    this.#client = client;
    this.#origin = origin;
    this.#people = people;
    this.#limited = limited;
    this.#journal = journal;
    this.#perSecond = perSecond;
  }

  start() {
    const begun = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) * this.#perSecond) / 1000);
      for (; sent < due; sent += 1) this.#next();
    }, 5);
  }

  /** Begins nothing new and waits for what is under way, retries of writes included. */
  async stop() {
    clearInterval(this.#timer);
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Requests that have no reply yet. */
  get inFlight() {
    return this.#waiting.size;
  }

  /** Waits for the replies to all requests that are under way now. */
  async untilAnswered() {
    const waiting = [...this.#waiting];
    while (waiting.some((request) => this.#waiting.has(request))) await sleep(20);
  }

  /** Asks for the runs that have not ended until they have, or `limitMs` is over. */
  async settleRuns(limitMs) {
    const deadline = Date.now() + limitMs;
    while (this.#running.size > 0 && Date.now() < deadline) {
      await Promise.all([...this.#running].map((run) => this.#look(run, 'rest')));
      await sleep(200);
    }
    return [...this.#running];
  }

  #next() {
    if (this.inFlight >= MOST_IN_FLIGHT) {
      this.leftOut += 1;
      return;
    }
    const [way, operation] = TURNS[this.#turn % TURNS.length];
    const person = this.#people[this.#turn % this.#people.length];
    this.#turn += 1;
    const task = this.#act(way, operation, person).finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  #act(way, operation, person) {
    switch (operation) {
      case 'limited':
        return this.#ask(way, 'get_profile', {}, this.#limited);
      case 'create_agent':
        return this.#write(way, operation, person, (name) => ({ name }));
      case 'start_run':
        return this.#startRun(
          way,
          this.#people.find(({ runnable }) => runnable),
        );
      case 'get_run': {
        const run = this.#oldestRun();
        return run ? this.#look(run, way) : this.#ask(way, 'get_profile', {}, person);
      }
      case 'get_agent':
        return this.#ask(
          way,
          operation,
          { agent_id: person.agentIds[randomInt(person.agentIds.length)] },
          person,
        );
      default:
        return this.#ask(way, operation, {}, person);
    }
  }

  /** One request, judged and noted. */
  async #ask(way, operation, args, person, write) {
    const call = callOf(this.#origin, way, operation, args, person.key);
    const { phase } = this.#journal;
    const startedAt = Date.now();
    this.#waiting.add(call);
    const reply = await this.#client.send(call);
    this.#waiting.delete(call);
    let answer = read(call, reply);
    if (answer.outcome === 'limited' && person !== this.#limited)
      answer = { outcome: 'wrong', reason: '429 although nothing limits this key' };
    const fault = answer.outcome === 'ok' ? faultIn(operation, answer.data, person, args) : undefined;
    if (fault) answer = { outcome: 'wrong', reason: fault };
    this.#journal.add({
      operation,
      way,
      phase,
      startedAt,
      endedAt: Date.now(),
      outcome: answer.outcome,
      reason: answer.reason,
      status: reply.status,
      hasRetryAfter: answer.retryAfterMs > 0,
      servedBy: reply.headers?.[SERVED_BY],
      isLimited: person === this.#limited,
      isRepeat: write?.attempts > 1,
    });
    return answer;
  }

  /** A write is repeated with its key, by any way, until somebody acknowledges it. */
  async #write(way, operation, person, argsOf) {
    const key = randomUUID();
    const name = `chaos ${key}`;
    const write = { operation, name, phase: this.#journal.phase, teamId: person.teamId, attempts: 0 };
    this.#journal.writes.push(write);
    const args = { ...argsOf(name), idempotency_key: key };
    const deadline = Date.now() + GIVE_UP_MS;
    while (Date.now() < deadline) {
      write.attempts += 1;
      const answer = await this.#ask(way, operation, args, person, write);
      if (answer.outcome === 'ok') {
        write.id = idOf(answer.data);
        if (randomInt(REPEAT_EVERY) === 0) await this.#repeat(way, operation, args, person, write);
        return write;
      }
      await sleep(Math.max(SHORTEST_PAUSE_MS, answer.retryAfterMs ?? 0));
    }
    return write;
  }

  async #repeat(way, operation, args, person, write) {
    const { phase } = this.#journal;
    const again = await this.#ask(WAYS[randomInt(WAYS.length)], operation, args, person, write);
    if (again.outcome !== 'ok' || idOf(again.data) === write.id) return;
    const now = Date.now();
    const reason = 'a repeated write got another reply';
    this.#journal.add({ operation, way, phase, startedAt: now, endedAt: now, outcome: 'wrong', reason });
  }

  async #startRun(way, person) {
    const agentId = person.runnable;
    const write = await this.#write(way, 'start_run', person, (input) => ({ agent_id: agentId, input }));
    if (write.id) this.#running.add({ id: write.id, person, since: Date.now(), write });
  }

  /** Each look moves a run to the end of the line. */
  #oldestRun() {
    const [run] = this.#running;
    if (run) {
      this.#running.delete(run);
      this.#running.add(run);
    }
    return run;
  }

  async #look(run, way) {
    const answer = await this.#ask(way, 'get_run', { run_id: run.id }, run.person);
    const status = answer.data?.run?.status;
    if (!ENDED.has(status)) return;
    run.write.status = status;
    run.write.endedAfterMs ??= Date.now() - run.since;
    this.#running.delete(run);
  }
}

/** @returns what is wrong with a reply that says it is a success */
function faultIn(operation, data, person, args) {
  if (holdsOtherTeam(data, person.teamId)) return "another team's data";
  if (operation === 'get_profile' && data.profile?.email !== person.email) return "another person's profile";
  if (operation === 'get_agent' && data.agent?.id !== args.agent_id) return 'another agent';
  if (operation === 'get_run' && data.run?.id !== args.run_id) return 'another run';
  if (operation === 'create_agent' && data.agent?.name !== args.name) return 'another agent';
  if (operation === 'list_agents' && !Array.isArray(data.agents)) return 'no agents';
  return undefined;
}

const idOf = (data) => data.agent?.id ?? data.run?.id;
