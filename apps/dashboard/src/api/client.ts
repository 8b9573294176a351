/** What the API said instead of a reply. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    readonly details: readonly { readonly field: string; readonly message: string; readonly code?: string }[],
  ) {
    super(message);
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined | readonly string[]>>;

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** Instead of `body`: what goes out as it is, with a content type among the headers. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly requestId: string | null;
}

let csrfToken: string | undefined;

/** Sets what shows that a call comes from a page of ours; `GET /api/settings/me` hands it out. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

export function pathWith(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Calls with the session of this browser. @throws (rejects with) ApiError for every status from 400 */
export async function send<T>(method: string, path: string, options: CallOptions = {}): Promise<Reply<T>> {
  const { query, body, rawBody, headers, signal } = options;
  const response = await fetch(pathWith(path, query), {
    method,
    headers: {
      accept: 'application/json',
      ...(csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(rawBody !== undefined && { body: rawBody }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'offline', 'The server could not be reached. Check your connection.', null, []);
  });
  const requestId = response.headers.get('x-request-id');
  const reply = await read(response);
  if (!response.ok) throw errorOf(response.status, asFields(reply), requestId);
  return { status: response.status, body: reply as T, requestId };
}

/** JSON as it is, text as text, and of anything else what it is. */
async function read(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (!/^text\/|json|xml|yaml/.test(type)) {
    const { size } = await response.blob();
    return size === 0 ? {} : `${type === '' ? 'Bytes' : type}, ${size} bytes`;
  }
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return type.includes('json') ? {} : text;
  }
}

const asFields = (reply: unknown): Readonly<Record<string, unknown>> =>
  typeof reply === 'object' && reply !== null ? (reply as Record<string, unknown>) : {};

export async function call<T>(method: string, path: string, options?: CallOptions): Promise<T> {
  return (await send<T>(method, path, options)).body;
}

function errorOf(
  status: number,
  reply: Readonly<Record<string, unknown>>,
  requestId: string | null,
): ApiError {
  const text = (name: string, fallback: string): string =>
    typeof reply[name] === 'string' ? reply[name] : fallback;
  const details = Array.isArray(reply['details']) ? (reply['details'] as ApiError['details']) : [];
  return new ApiError(
    status,
    text('error', 'unknown'),
    text('message', 'Something went wrong.'),
    requestId,
    details,
  );
}

/** @returns a sentence that a person can act on */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : 'Something went wrong.';
  const [first] = error.details;
  return first ? `${error.message} (${first.field} ${first.message})` : error.message;
}
