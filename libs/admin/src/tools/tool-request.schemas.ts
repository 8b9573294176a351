import { z } from 'zod';

export const toolRequestBody = z.strictObject({
  arguments: z.record(z.string(), z.unknown()).default({}).describe('Arguments of the tool call.'),
});
export type ToolRequestBody = z.output<typeof toolRequestBody>;

export const toolRequestReply = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    path: z.string().describe('Percent-encoded.'),
    query: z.string().describe('Percent-encoded, without ?; empty if there is none.'),
    headers: z.record(z.string(), z.string()).describe('Names in lower case.'),
    body: z.string().nullable(),
    body_encoding: z.enum(['base64']).nullable().describe('base64: the body is no text.'),
  }),
});
export type ToolRequestView = z.output<typeof toolRequestReply>;
