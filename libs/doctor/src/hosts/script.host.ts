import type { Host } from './host';
import { LEGACY, MODERN, REACH, TOOLS } from './paths';

/** Brings a key in the Authorization header and never signs in. */
export const script: Host = {
  id: 'script',
  name: 'script with a key',
  path: [...REACH, 'challenge-bad-token', ...LEGACY, ...MODERN, ...TOOLS],
};
