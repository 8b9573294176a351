import { z } from 'zod';
import { idParam, isoTime, pageQuery, pageReply, queryBool, search, text, uuid } from '../shared';
import type { SkillRow, SkillSummary } from './skills.repository';

/** Lower-case words joined by single hyphens; also the form of a plugin name. */
export const slug = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
      message: 'must be lower-case letters and digits, joined by single hyphens',
    });

const skillFields = {
  id: uuid(),
  name: z.string(),
  description: z.string(),
  system: z.boolean(),
  team_id: uuid().nullable(),
  size_bytes: z.int().min(0),
  created_at: isoTime(),
  updated_at: isoTime(),
};

export const skillSchema = z
  .strictObject(skillFields)
  .meta({ id: 'Skill', description: 'A skill without its content. System skills belong to no team.' });
export const skillWithContentSchema = z
  .strictObject({ ...skillFields, content: z.string() })
  .meta({ id: 'SkillWithContent', description: 'A skill with its content in markdown.' });

export const listSkillsQuery = z.strictObject({
  search: search().describe('Part of the name or description, ignoring case'),
  system: queryBool().describe('true: only system skills; false: only those of the team'),
  ...pageQuery(100, 100),
});
export const listSkillsReply = pageReply('skills', skillSchema);

export const skillParam = idParam('skill_id');
export const skillReply = z.strictObject({ skill: skillWithContentSchema });

export const createSkillBody = z.strictObject({
  name: slug(),
  description: text(1, 1024).describe('When to use the skill'),
  content: text(1, 200_000).describe('Instructions in markdown'),
});
export const createSkillReply = z.strictObject({ skill: skillSchema, created: z.boolean() });

export type ListSkillsQuery = z.infer<typeof listSkillsQuery>;
export type CreateSkillBody = z.infer<typeof createSkillBody>;

/** @returns the reply object of a skill, without content */
export function toSkillView(row: SkillSummary): z.infer<typeof skillSchema> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    system: row.teamId === null,
    team_id: row.teamId,
    size_bytes: row.sizeBytes,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** @returns the reply object of a skill, with content */
export function toSkillWithContentView(row: SkillRow): z.infer<typeof skillWithContentSchema> {
  return { ...toSkillView(row), content: row.content };
}
