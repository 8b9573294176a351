import { z } from 'zod';
import { teamReference } from '../line.schema';

export const webhookSecretArgs = z.strictObject({ team: teamReference() });

export type WebhookSecretArgs = z.output<typeof webhookSecretArgs>;
