// What can come of asking the server for something, in one form for all clients.

/** A tool answered. `value`: what the client shows of the answer, as data. */
export const result = (value) => ({ kind: 'result', value });

/** A tool answered with `isError`. */
export const toolError = (value) => ({ kind: 'tool-error', value });

/** The server answered with a JSON-RPC error. */
export const protocolError = (code) => ({ kind: 'protocol-error', code });

/** The server answered with an HTTP status, and the client hands it on. */
export const refused = (status) => ({ kind: 'refused', status });

/** The client answered a refusal by trying to sign in. */
export const SIGN_IN = { kind: 'sign-in' };

/** The client has looked into the list, and does not call what is not in it. */
export const NOT_LISTED = { kind: 'not-listed' };

/** @returns the outcome of a `CallToolResult` as the protocol defines it */
export function fromCallToolResult({ content, structuredContent, isError }) {
  const text = JSON.parse(content[0].text);
  if (JSON.stringify(structuredContent) !== JSON.stringify(text)) {
    throw new Error('structuredContent and the text block differ.');
  }
  return isError ? toolError(text) : result(text);
}
