import { z } from 'zod';
import { PASSWORD_MAX } from '@app/auth';

export const proveBody = z.strictObject({ password: z.string().min(1).max(PASSWORD_MAX) });
export const proveReply = z.strictObject({
  authenticated_at: z.iso.datetime(),
  /** Until when what asks for a recent proof takes this one. */
  fresh_until: z.iso.datetime(),
});

export type ProveBody = z.output<typeof proveBody>;
export type ProveView = z.output<typeof proveReply>;
