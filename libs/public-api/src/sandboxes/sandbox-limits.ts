/** All files of a sandbox together, in bytes, so that one sweep can clear it and no team fills the disk with them. */
export const SANDBOX_MAX_BYTES = 100 * 1024 * 1024;
