import { FILE_MAX_BYTES, STORAGE_LIMIT_BYTES } from '../shared';

export const FILE_LIMITS = Symbol('FILE_LIMITS');

/** All in bytes. */
export interface FileLimits {
  /** Largest file after decoding. */
  readonly fileBytes: number;
  /** All files of a team together. */
  readonly teamBytes: number;
}

export const DEFAULT_FILE_LIMITS: FileLimits = { fileBytes: FILE_MAX_BYTES, teamBytes: STORAGE_LIMIT_BYTES };
