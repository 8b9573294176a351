// What a tool of either peer does when it wraps an existing REST API: one fetch per call, the reply handed on.
// The API key is the wrapper's own, which spares the peers the cost of passing a caller's credential through.
const origin = process.env.BENCH_UPSTREAM;
const authorization = `Bearer ${process.env.BENCH_KEY}`;

/** @returns a function that performs the operation with a tool's arguments and gives the result of the call */
export function proxied(operation) {
  const { method, path } = operation;
  return async (args = {}) => {
    const rest = { ...args };
    const target = path.replaceAll(/\{(\w+)\}/g, (_whole, name) => {
      const value = rest[name];
      delete rest[name];
      return encodeURIComponent(String(value));
    });
    const query = method === 'GET' ? new URLSearchParams(rest).toString() : '';
    const response = await fetch(`${origin}${target}${query && `?${query}`}`, {
      method,
      headers: { authorization, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(method !== 'GET' && { body: JSON.stringify(rest) }),
    });
    const text = await response.text();
    return {
      content: [{ type: 'text', text }],
      isError: !response.ok,
      structuredContent: JSON.parse(text),
    };
  };
}
