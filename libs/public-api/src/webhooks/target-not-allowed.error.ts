/** A URL that no webhook may be sent to. The message says what the URL must be, without its subject. */
export class TargetNotAllowedError extends Error {}
