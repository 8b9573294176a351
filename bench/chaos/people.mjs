// Who calls: two teams, keys of different people, and one with a small limit.

/** Calls of the limited key that pass in any so many seconds. */
export const SMALL_LIMIT = { calls: 20, seconds: 5 };

const OTHER_TEAM = { name: 'Globex', owner: 'owner@globex.test' };

/** @returns `{ people, limited }` as the traffic takes them */
export async function preparePeople(topology) {
  const [builder, limitedKey] = await Promise.all([
    topology.createKey({ user: 'builder@acme.test', name: 'chaos builder' }),
    topology.createKey({ user: 'member@acme.test', name: 'chaos limited' }),
    topology.command('teams', 'create', '--name', OTHER_TEAM.name, '--owner', OTHER_TEAM.owner),
  ]);
  const { calls, seconds } = SMALL_LIMIT;
  const rule = ['--team', 'Acme', '--subject', 'api_key', '--of', limitedKey.id, '--bucket', 'api'];
  const [globex] = await Promise.all([
    topology.createKey({ user: OTHER_TEAM.owner, name: 'chaos other' }),
    topology.command('limits', 'add', ...rule, '--rate', `${calls}/${seconds}`),
  ]);
  const people = await Promise.all(
    [topology.ownerKey, builder.key, globex.key].map((key) => personOf(topology.url, key)),
  );
  const [owner] = people;
  owner.runnable = await echoAgent(topology.url, owner.key);
  return { people, limited: await personOf(topology.url, limitedKey.key) };
}

async function personOf(url, key) {
  const { profile } = await ask(url, key, 'GET', '/v1/profile');
  const { agents } = await ask(url, key, 'GET', '/v1/agents?limit=5');
  if (agents.length === 0) {
    const { agent } = await ask(url, key, 'POST', '/v1/agents', { name: 'First' });
    agents.push(agent);
  }
  return { key, email: profile.email, teamId: profile.team_id, agentIds: agents.map(({ id }) => id) };
}

/** An agent without a script of its own repeats what it is told, in one step. */
async function echoAgent(url, key) {
  const config = { instructions: 'Repeat.' };
  const { agent } = await ask(url, key, 'POST', '/v1/agents', { name: 'Echo', config, promote: true });
  return agent.id;
}

async function ask(url, key, method, path, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
