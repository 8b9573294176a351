import type { TestApp } from '../../support/test-app';
import { PRINCIPALS } from './principals';
import type { PrincipalName } from './principals';
import { plantRuns } from './seeds-runs';
import type { RunSeeds } from './seeds-runs';
import { plantSandboxes } from './seeds-sandboxes';
import type { SandboxSeeds } from './seeds-sandboxes';

/** Items of Acme that one principal may use up, so that whoever comes later finds its own untouched. */
export interface Seeds {
  readonly agentId: string;
  readonly draftId: string;
  readonly skillId: string;
  readonly skillName: string;
  readonly filePath: string;
  /** Another file, to be renamed. */
  readonly renamePath: string;
  /** Has the label and the case. */
  readonly queueId: string;
  readonly emptyQueueId: string;
  readonly labelId: string;
  readonly caseId: string;
  readonly sandboxes: SandboxSeeds;
  readonly runs: RunSeeds;
  /** Short and unique; for names of things to create. */
  readonly tag: string;
}

export type SeedsByPrincipal = Readonly<Record<PrincipalName, Seeds>>;

/** Makes the items through the API, in Acme for everybody: the other team's key then meets foreign ids. */
export async function plantSeeds(app: TestApp): Promise<SeedsByPrincipal> {
  const { keys } = app.world.acme;
  const made: Partial<Record<PrincipalName, Seeds>> = {};
  const sandboxesOf = await plantSandboxes(app);
  const runsOf = plantRuns(app);
  for (const [index, name] of PRINCIPALS.entries()) {
    const tag = `p${index}`;
    const creator = name === 'builder' ? keys.builder : keys.manager;
    const post = async (method: string, path: string, body: unknown, key = creator): Promise<any> => {
      const reply = await app.rest(method, path, { key, body });
      if (reply.status >= 300) throw new Error(`Seeding ${path} failed: ${reply.text}`);
      return reply.body;
    };
    const { agent } = await post('POST', '/v1/agents', { name: `Seed agent ${tag}` });
    const { revision } = await post('POST', `/v1/agents/${agent.id}/revisions`, {
      config: { instructions: `Seed ${tag}` },
    });
    const { skill } = await post('POST', '/v1/skills', {
      name: `seed-${tag}`,
      description: 'Seed',
      content: '# Seed',
    });
    const filePath = `seeds/${tag}.txt`;
    const renamePath = `seeds/old-${tag}.txt`;
    for (const path of [filePath, renamePath])
      await post('PUT', '/v1/files/content', { path, content: `Seed ${tag}` });
    const newQueue = (name: string) => post('POST', '/v1/queues', { name: `${name} ${tag}` }, keys.manager);
    const { queue } = await newQueue('Seed queue');
    const { queue: empty } = await newQueue('Empty queue');
    const { label } = await post('POST', `/v1/queues/${queue.id}/labels`, { value: `seed-${tag}` });
    const { cases } = await post('POST', `/v1/queues/${queue.id}/cases`, {
      cases: [{ title: `Seed case ${tag}` }],
    });
    made[name] = {
      agentId: agent.id,
      draftId: revision.id,
      skillId: skill.id,
      skillName: skill.name,
      filePath,
      renamePath,
      queueId: queue.id,
      emptyQueueId: empty.id,
      labelId: label.id,
      caseId: cases[0].id,
      sandboxes: await sandboxesOf(name),
      runs: await runsOf(name, tag),
      tag,
    };
  }
  return made as SeedsByPrincipal;
}
