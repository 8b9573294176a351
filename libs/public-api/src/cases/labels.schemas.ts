import { z } from 'zod';
import { idParam, pageQuery, pageReply, patchBody, search, text, uuid } from '../shared';
import type { LabelWithCount } from './labels.repository';
import type { LabelRow } from './queues.tables';

const MAX_HUE = 360;

const labelFields = {
  id: uuid(),
  queue_id: uuid(),
  key: z.string().describe('Empty for a plain tag'),
  value: z.string(),
  color_hue: z.int().min(0).max(MAX_HUE).describe('Degrees on the colour wheel'),
};

export const labelSchema = z
  .strictObject(labelFields)
  .meta({ id: 'Label', description: 'A label of a queue, which its cases can have.' });

export const labelWithCountSchema = z
  .strictObject({ ...labelFields, case_count: z.int().min(0).describe('Cases that have it') })
  .meta({ id: 'LabelWithCount', description: 'A label of a queue with the number of its cases.' });

const key = () => text(0, 50);
const value = () => text(1, 100);
const colorHue = () => z.int().min(0).max(MAX_HUE);

/** A label as requests name it. */
export const labelNameInput = z.strictObject({
  key: key().default('').describe('Left out for a plain tag'),
  value: value(),
});

export const listQueueLabelsQuery = z.strictObject({
  search: search().describe('Part of "key:value", ignoring case'),
  ...pageQuery(1000, 1000),
});
export type ListQueueLabelsQuery = z.output<typeof listQueueLabelsQuery>;

export const createQueueLabelBody = z.strictObject({
  ...labelNameInput.shape,
  color_hue: colorHue().optional().describe('Degrees on the colour wheel; if left out derived from key'),
});
export type CreateQueueLabelBody = z.output<typeof createQueueLabelBody>;

export const updateQueueLabelBody = patchBody({
  key: key().optional().describe('Empty for a plain tag'),
  value: value().optional(),
  color_hue: colorHue().optional().describe('Degrees on the colour wheel'),
});
export type UpdateQueueLabelBody = z.output<typeof updateQueueLabelBody>;

export const assignCaseLabelsBody = z.strictObject({ labels: z.array(labelNameInput).min(1).max(50) });
export type AssignCaseLabelsBody = z.output<typeof assignCaseLabelsBody>;

export const unlinkCaseLabelsBody = z.strictObject({ label_ids: z.array(uuid()).min(1).max(50) });
export type UnlinkCaseLabelsBody = z.output<typeof unlinkCaseLabelsBody>;

export const labelParam = idParam('label_id');
export const labelledCaseParam = idParam('case_id');
export const labelReply = z.strictObject({ label: labelSchema });
export const queueLabelsReply = pageReply('labels', labelWithCountSchema);
export const caseLabelsReply = z.strictObject({ labels: z.array(labelSchema) });
export const deletedLabelReply = z.strictObject({
  success: z.literal(true),
  unlinked_case_count: z.int().min(0).describe('Cases that had the label'),
});

export type LabelView = z.output<typeof labelSchema>;
export type CaseLabelsView = z.output<typeof caseLabelsReply>;
export type DeletedLabelView = z.output<typeof deletedLabelReply>;

/** @returns the reply object of a label */
export function toLabelView(row: LabelRow): LabelView {
  return { id: row.id, queue_id: row.queueId, key: row.key, value: row.value, color_hue: row.colorHue };
}

/** @returns the reply object of a label in the list of its queue */
export function toLabelWithCountView(row: LabelWithCount): z.output<typeof labelWithCountSchema> {
  return { ...toLabelView(row), case_count: row.caseCount };
}
