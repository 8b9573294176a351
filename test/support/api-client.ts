import type { RestReply } from './rest-client';
import type { TestApp } from './test-app';

type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Calls the API as one caller. */
export interface ApiClient {
  get(path: string, query?: object): Promise<RestReply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestReply>;
  put(path: string, body: unknown): Promise<RestReply>;
  /** The body as it is, for JSON that `JSON.stringify` does not write. */
  putRaw(path: string, body: string): Promise<RestReply>;
  patch(path: string, body: unknown): Promise<RestReply>;
  delete(path: string, query?: object): Promise<RestReply>;
}

/** @param key `undefined`: without a credential */
export function clientOf({ rest }: TestApp, key: string | undefined): ApiClient {
  return {
    get: (path, query = {}) => rest('GET', path, { key, query: query as Query }),
    post: (path, body, headers = {}) => rest('POST', path, { key, body, headers }),
    put: (path, body) => rest('PUT', path, { key, body }),
    putRaw: (path, rawBody) => rest('PUT', path, { key, rawBody }),
    patch: (path, body) => rest('PATCH', path, { key, body }),
    delete: (path, query = {}) => rest('DELETE', path, { key, query: query as Query }),
  };
}
