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
  const { query, body, headers, signal } = options;
  const response = await fetch(pathWith(path, query), {
    method,
    headers: {
      accept: 'application/json',
      ...(csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'offline', 'The server could not be reached. Check your connection.', null, []);
  });
  const requestId = response.headers.get('x-request-id');
  const reply = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw errorOf(response.status, reply, requestId);
  return { status: response.status, body: reply as T, requestId };
}

export async function call<T>(method: string, path: string, options?: CallOptions): Promise<T> {
  return (await send<T>(method, path, options)).body;
}

function errorOf(status: number, reply: Record<string, unknown>, requestId: string | null): ApiError {
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
