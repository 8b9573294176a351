import { parseUrl } from '@app/net';
import type { GuardedFetch } from './guarded-fetch';

const MAX_BYTES = 5 * 1024;
const LIMIT_MS = 2500;

/**
 * Metadata documents over plain http, which the library never fetches: so that a client can be tried out on one
 * machine. Only while `OAUTH_METADATA_ALLOW_PRIVATE` is on.
 */
export class DevelopmentDocuments {
  constructor(
    private readonly allowed: boolean,
    private readonly guard: Pick<GuardedFetch, 'fetch'>,
    private readonly refuse: (sentence: string, cause?: unknown) => never,
  ) {}

  /** @returns the document, checked as the library checks those it fetches; nothing for any other id */
  async find(clientId: string): Promise<Record<string, unknown> | undefined> {
    if (!this.allowed || !/^http:\/\//i.test(clientId) || !parseUrl(clientId)) return undefined;
    const document = await this.fetch(clientId).catch((error: unknown) =>
      this.refuse('client_id metadata document fetch failed', error),
    );
    if (document.client_id !== clientId) {
      this.refuse('client_id metadata document client_id does not match the expected value');
    }
    if ('client_secret' in document || /^client_secret/.test(String(document.token_endpoint_auth_method))) {
      this.refuse('client_id metadata document must not hold or ask for a secret');
    }
    return { response_types: ['code'], ...document };
  }

  private async fetch(url: string): Promise<Record<string, unknown>> {
    const response = await this.guard.fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    const text = await response.text();
    if (text.length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      throw new Error('not a JSON object');
    }
    return document as Record<string, unknown>;
  }
}
