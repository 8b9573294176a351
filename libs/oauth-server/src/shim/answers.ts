import type { ServerResponse } from 'node:http';

/** Answers in the form of OAuth, where the library is not asked. https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export function answerOAuthError(
  response: ServerResponse,
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  answerJson(response, status, { error, error_description: description }, headers);
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}
