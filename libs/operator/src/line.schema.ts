import { z } from 'zod';

/** One line of text that PostgreSQL can store and a terminal can show. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters');

/** Reference to a team. */
export const teamReference = () => line(200).describe('Id or name of a team');
