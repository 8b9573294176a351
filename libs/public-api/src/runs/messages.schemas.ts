import { z } from 'zod';
import { isoTime, pageQuery, pageReply, text, uuid } from '../shared';
import { runSchema } from './runs.schemas';
import { MESSAGE_ROLES, MESSAGE_TYPES } from './runs.tables';
import type { MessageRow } from './runs.tables';

export const messageSchema = z
  .strictObject({
    id: uuid(),
    sequence: z.int().min(1),
    type: z.enum(MESSAGE_TYPES),
    role: z.enum(MESSAGE_ROLES),
    text: z.string().nullable(),
    tool_call: z
      .strictObject({ id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) })
      .nullable(),
    tool_result: z
      .strictObject({
        tool_call_id: z.string(),
        result: z.string().nullable(),
        error: z.string().nullable(),
      })
      .nullable(),
    created_at: isoTime(),
  })
  .meta({ id: 'Message', description: 'One entry of the transcript of a run.' });
export type MessageView = z.output<typeof messageSchema>;

export const listMessagesQuery = z.strictObject(pageQuery(50, 20));
export type ListMessagesQuery = z.output<typeof listMessagesQuery>;

export const postMessageBody = z.strictObject({ message: text(1, 100_000) });
export type PostMessageBody = z.output<typeof postMessageBody>;

export const messagesReply = pageReply('messages', messageSchema);
export const postedMessageReply = z.strictObject({ message: messageSchema, run: runSchema });

export function toMessageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    sequence: row.sequence,
    type: row.type,
    role: row.role,
    text: row.text,
    tool_call: row.toolCall && {
      id: row.toolCall.id,
      name: row.toolCall.name,
      arguments: row.toolCall.arguments,
    },
    tool_result: row.toolResult && {
      tool_call_id: row.toolResult.tool_call_id,
      result: row.toolResult.result,
      error: row.toolResult.error,
    },
    created_at: row.createdAt.toISOString(),
  };
}
