import { Client } from 'undici';
import type { EncodedRequest, HttpResponse } from '@app/openapi-tools';

/** Sends an encoded request as it stands: JSON values are written, everything else is bytes already. */
export async function send(origin: string, encoded: EncodedRequest): Promise<HttpResponse> {
  const { method, path, query, headers, body, contentType } = encoded;
  // The client takes the path as it is; a URL would be parsed and written anew.
  const client = new Client(origin);
  try {
    const response = await client.request({
      method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...headers, ...(contentType === null ? {} : { 'content-type': contentType }) },
      body: body === undefined ? null : body instanceof Uint8Array ? body : JSON.stringify(body),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: new Uint8Array(await response.body.arrayBuffer()),
    };
  } finally {
    await client.destroy();
  }
}
