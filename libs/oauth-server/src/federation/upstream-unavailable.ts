/** The provider at which people sign in cannot be asked now, or does not know this server. */
export class UpstreamUnavailable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(`The identity provider is not available: ${detail}`, { cause });
  }
}
