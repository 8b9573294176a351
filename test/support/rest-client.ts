export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed body; `undefined` if it is not JSON. */
  readonly body: any;
}

export interface RestOptions {
  readonly key?: string | undefined;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly body?: unknown;
  /** Sent as it is, with the content type of JSON. */
  readonly rawBody?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type RestClient = (method: string, path: string, options?: RestOptions) => Promise<RestReply>;

/** Plain HTTP against the application under test. */
export function restClient(url: string): RestClient {
  return async (method, path, options = {}) => {
    const target = new URL(path, url);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const item of [value].flat()) target.searchParams.append(name, String(item));
    }
    const body = options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(target, {
      method,
      headers: {
        ...(options.key && { authorization: `Bearer ${options.key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body: body as RequestInit['body'] }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
}

export function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
