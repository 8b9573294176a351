const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Largest file after decoding, in bytes. */
export const FILE_MAX_BYTES = 10 * MIB;
/** Largest file that can be put into a sandbox, after decoding, in bytes. */
export const SANDBOX_UPLOAD_MAX_BYTES = 10 * MIB;
/** Storage of a team, in bytes. */
export const STORAGE_LIMIT_BYTES = 5 * GIB;
/** Active sandboxes per user. */
export const MAX_ACTIVE_SANDBOXES = 20;
