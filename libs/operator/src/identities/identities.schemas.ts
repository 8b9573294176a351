import { z } from 'zod';
import { line } from '../line.schema';

const issuer = () => line(1000).optional();
/** Longer than the standard allows; `Identities` judges it. */
const subject = () => line(1000);

export const linkArgs = z.strictObject({ user: line(254), subject: subject(), issuer: issuer() });

export const unlinkArgs = z.strictObject({ subject: subject(), issuer: issuer() });

export type LinkArgs = z.output<typeof linkArgs>;
export type UnlinkArgs = z.output<typeof unlinkArgs>;
