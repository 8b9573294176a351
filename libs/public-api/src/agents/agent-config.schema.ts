import { z } from 'zod';
import { text, uniqueArray, uuid } from '../shared';

/** Longest run an agent may be given, in seconds. */
const MAX_DURATION = 86_400;

const list = <Item extends z.ZodType<string>>(item: Item, max: number) =>
  uniqueArray(item, 0, max).default([]);

const consumer = z.strictObject({
  queue_id: uuid(),
  auto_start: z.boolean().default(false),
  concurrency: z.int().min(1).max(20).default(1),
});

const consumers = z
  .array(consumer)
  .max(5)
  .superRefine((entries, context) => {
    entries.forEach((entry, index) => {
      if (entries.findIndex((other) => other.queue_id === entry.queue_id) === index) return;
      context.addIssue({
        code: 'custom',
        message: 'must not repeat',
        path: [index, 'queue_id'],
        input: entry,
      });
    });
  })
  .default([]);

/** What an agent is told and may use, as a caller writes it. Kept terse: it stands in three tools. */
export const configInput = z
  .strictObject({
    instructions: text(1, 100_000).describe('What the agent is to do'),
    model: text(1, 100).optional(),
    connections: list(uuid(), 20).describe('Connection ids'),
    skills: list(uuid(), 50).describe('Skill ids'),
    plugins: list(text(1, 64), 20).describe('Plugin names'),
    files: list(text(1, 1024), 100).describe('File paths'),
    consumes: consumers.describe('Queues it takes cases from'),
    produces: list(uuid(), 20).describe('Ids of queues it adds cases to'),
    allow_human_requests: z.boolean().default(true),
    max_duration_seconds: z.int().min(10).max(MAX_DURATION).default(3600),
  })
  .meta({ id: 'ConfigInput', description: 'Instructions and what the agent may use' });

export type AgentConfig = z.output<typeof configInput>;

/** The same in a reply: every field is there, but `model` where the default of the installation applies. */
export const configSchema = z
  .strictObject({
    instructions: z.string(),
    model: z.string().optional(),
    connections: z.array(uuid()),
    skills: z.array(uuid()),
    plugins: z.array(z.string()),
    files: z.array(z.string()),
    consumes: z.array(z.strictObject({ queue_id: uuid(), auto_start: z.boolean(), concurrency: z.int() })),
    produces: z.array(uuid()),
    allow_human_requests: z.boolean(),
    max_duration_seconds: z.int(),
  })
  .meta({ id: 'Config', description: 'Instructions of an agent and what it may use.' });

/** @returns the config with its fields in the order of the contract; the database keeps none */
export const toConfigView = (config: AgentConfig): z.output<typeof configSchema> => ({
  instructions: config.instructions,
  ...(config.model === undefined ? {} : { model: config.model }),
  connections: config.connections,
  skills: config.skills,
  plugins: config.plugins,
  files: config.files,
  consumes: config.consumes.map(({ queue_id, auto_start, concurrency }) => ({
    queue_id,
    auto_start,
    concurrency,
  })),
  produces: config.produces,
  allow_human_requests: config.allow_human_requests,
  max_duration_seconds: config.max_duration_seconds,
});
