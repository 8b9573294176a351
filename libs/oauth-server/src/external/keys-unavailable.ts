/** The signing keys of the external server cannot be had now. That says nothing about a token. */
export class KeysUnavailable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(`The signing keys of the external authorization server cannot be had: ${detail}`, { cause });
  }
}
