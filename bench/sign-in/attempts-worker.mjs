// Attempts to sign in, at a fixed pace from one address, in a process of their own: from the parent's word "start"
// until "stop". They do not wait for each other, as those of somebody who searches for passwords do not.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

let running = false;
let done;

process.on('message', ({ start, stop }) => {
  if (start) {
    running = true;
    done = attempt(start);
  }
  if (stop) {
    running = false;
    done.then(
      (figures) => process.send(figures),
      (error) => process.send({ fault: error.message }),
    );
  }
});

/** @param {{ form: object, perSecond: number, address: string, accounts: number }} attack */
async function attempt({ form, perSecond, address, accounts }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: address });
  const statuses = {};
  const count = (status) => (statuses[status] = (statuses[status] ?? 0) + 1);
  const startedAt = performance.now();
  let sent = 0;
  while (running) {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    for (; sent < due; sent += 1) send(agent, form, `person-${sent % accounts}@acme.test`).then(count, count);
    await sleep(5);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { perSecond: sent / seconds, statuses };
}

/** @returns the status of the reply */
function send(agent, { url, cookie, origin, hidden }, email) {
  const body = new URLSearchParams({ ...hidden, email, password: 'a guess', action: 'sign_in' }).toString();
  const headers = {
    cookie,
    origin,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => reject('broken'));
    });
    outgoing.on('error', () => reject('broken'));
    outgoing.end(body);
  });
}
