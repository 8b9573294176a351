import { isObject } from '../document/is-object';
import { DocumentError } from '../errors';
import type { ReportSink } from '../document/report-sink';

/**
 * Accepts OpenAPI 3.x documents.
 * @throws DocumentError for anything else, naming the fix
 */
export function readDocument(doc: unknown, sink: ReportSink): Record<string, unknown> {
  if (!isObject(doc)) throw new DocumentError('not_openapi', 'The document is not a JSON object.');
  if (doc.swagger !== undefined) {
    throw new DocumentError(
      'swagger_2',
      'Swagger 2.0 is not supported; convert the document to OpenAPI 3.0 or 3.1.',
    );
  }
  const version = typeof doc.openapi === 'string' ? doc.openapi : '';
  if (!/^3\./.test(version)) {
    throw new DocumentError(
      'not_openapi',
      'The document has no "openapi" version; OpenAPI 3.0 or 3.1 is needed.',
    );
  }
  if (!/^3\.[01](\.|$)/.test(version)) {
    sink.add('info', 'unknown_version', '/openapi', `Version ${version.slice(0, 20)} is read as 3.1.`);
  }
  return doc;
}
