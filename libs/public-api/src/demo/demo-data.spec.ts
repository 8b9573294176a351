import { DEMO_AGENTS } from './demo-agents';
import { DEMO_CONNECTIONS, DEMO_GRANTS } from './demo-connections';
import { DEMO_FILES, VENDORS_PATH } from './demo-files';
import { DEMO_USERS } from './demo-people';
import { DEMO_CASES, DEMO_LABELS, DEMO_QUEUES } from './demo-queues';
import { DEMO_RUNS } from './demo-runs';
import { DEMO_PLUGINS, DEMO_SYSTEM_SKILLS, DEMO_TEAM_SKILLS } from './demo-skills';

const skills = [...DEMO_TEAM_SKILLS, ...DEMO_SYSTEM_SKILLS];
const ids = [
  ...[...DEMO_USERS, ...DEMO_CONNECTIONS, ...DEMO_AGENTS, ...skills].map(({ id }) => id),
  ...DEMO_AGENTS.flatMap(({ revisions }) => revisions.map(({ id }) => id)),
  ...[...DEMO_QUEUES, ...DEMO_LABELS, ...DEMO_CASES, ...DEMO_RUNS].map(({ id }) => id),
];
const configs = DEMO_AGENTS.flatMap(({ revisions }) => revisions.map(({ config }) => config));
const statusesOf = (name: string) =>
  DEMO_AGENTS.find((agent) => agent.name === name)?.revisions.map(({ status }) => status);

describe('demo data', () => {
  it('has an id of its own for everything', () => {
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has configs that refer only to what it has', () => {
    const has = new Set<unknown>([
      ...ids,
      ...DEMO_PLUGINS.map(({ name }) => name),
      ...DEMO_FILES.map(({ path }) => path),
    ]);
    const references = configs.flatMap(
      ({ connections, skills: used, plugins, files, consumes, produces }) => [
        ...consumes.map(({ queue_id }) => queue_id),
        ...produces,
        ...connections,
        ...used,
        ...plugins,
        ...files,
      ],
    );
    expect(references.filter((reference) => !has.has(reference))).toEqual([]);
    expect(DEMO_GRANTS.filter(({ connectionId }) => !has.has(connectionId))).toEqual([]);
  });

  it('has agents in each state an agent can be in', () => {
    expect(statusesOf('Invoice Processor')).toEqual(['historic', 'live', 'draft']);
    expect(statusesOf('Vendor Onboarding')).toEqual(['draft']);
  });

  it('has a file and a skill that a live revision uses', () => {
    const live = DEMO_AGENTS.flatMap(({ revisions }) => revisions.filter(({ status }) => status === 'live'));
    expect(live.flatMap(({ config }) => config.files)).toContain(VENDORS_PATH);
    expect(live.flatMap(({ config }) => config.skills)).toContain(DEMO_TEAM_SKILLS[0]?.id);
  });

  it('has cases in each status but in_progress, and runs that fit them', () => {
    const statuses = new Set(DEMO_CASES.map(({ status }) => status ?? 'pending'));
    expect([...statuses].sort()).toEqual(['completed', 'failed', 'needs_input', 'pending', 'postponed']);
    expect(DEMO_CASES.filter(({ queueId }) => queueId === DEMO_QUEUES[0]?.id)).toHaveLength(12);
    expect(DEMO_CASES.filter(({ queueId }) => queueId === DEMO_QUEUES[1]?.id)).toHaveLength(4);
    for (const { run, title } of DEMO_CASES.filter((row) => row.run)) {
      expect(title).toContain(DEMO_RUNS.find(({ name }) => name === run)?.caseName);
    }
  });
});
