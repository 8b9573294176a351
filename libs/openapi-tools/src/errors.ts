import type { Report } from './model/report';

export type DocumentErrorCode = 'not_openapi' | 'swagger_2' | 'no_tools' | 'bad_lock';

/** The document as a whole cannot be used; the message names the fix. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(
    readonly code: DocumentErrorCode,
    message: string,
    readonly report: Report | null = null,
  ) {
    super(message);
  }
}
