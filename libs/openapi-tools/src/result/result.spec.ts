import { convert } from '../convert/convert';
import type { JsonObject } from '../model/json';
import type { HttpResponse } from '../model/result';
import { convertSample } from '../testing/documents.spec-support';
import { SHORTENED_META } from './json-result';
import { retryAdvice } from './retry-advice';
import { toResult } from './to-result';

const { tool } = convertSample({
  method: 'post',
  body: {
    type: 'object',
    properties: { $user: { type: 'object', properties: { name: { type: 'string' } } } },
  },
  responses: {
    200: { content: { 'application/json': { schema: { type: 'object', properties: { a: {} } } } } },
  },
});
const { tool: list } = convertSample({
  responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: {} } } } } },
});

function json(status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

function problem(response: HttpResponse): JsonObject {
  const result = toResult(tool, response);
  expect(result.isError).toBe(true);
  expect(result.content).toEqual([{ type: 'text', text: JSON.stringify(result.structuredContent) }]);
  return result.structuredContent ?? {};
}

describe('toResult of a success', () => {
  it('gives an object as structuredContent and as the same text', () => {
    const body = { a: 'é', b: [1] };
    expect(toResult(tool, json(200, body))).toEqual({
      content: [{ type: 'text', text: JSON.stringify(body) }],
      structuredContent: body,
      isError: false,
    });
  });

  it('wraps arrays and scalars, by the fixed shape of the tool', () => {
    expect(toResult(list, json(200, [1])).structuredContent).toEqual({ result: [1] });
    expect(toResult(list, json(200, { a: 1 })).structuredContent).toEqual({ result: { a: 1 } });
    expect(toResult(tool, json(200, null)).structuredContent).toEqual({ result: null });
  });

  it.each([204, 205, 200])('says that %i without content is done', (status) => {
    const content = [{ type: 'text', text: `Done (${String(status)}, no content).` }];
    const { tool: silent } = convertSample({});
    expect(toResult(silent, { status, headers: {} })).toEqual({ content, isError: false });
    // With an output schema every success owes its client an object.
    expect(toResult(tool, { status, headers: {} })).toEqual({
      content,
      structuredContent: {},
      isError: false,
    });
    expect(toResult(list, { status, headers: {} }).structuredContent).toEqual({ result: null });
  });

  it('says where accepted work is going on', () => {
    const result = toResult(tool, { status: 202, headers: { location: '/jobs/1' }, body: '{}' });
    expect(result.structuredContent).toEqual({ status: 202, location: '/jobs/1' });
    expect(result.content[0]).toMatchObject({ text: expect.stringContaining('poll') as unknown });
  });

  it('names the tool that polls it, with its arguments', () => {
    const id = { in: 'path', name: 'job-id', required: true, schema: { type: 'string' } };
    const get = (operationId: string, parameters: unknown[]): object => ({
      get: { operationId, parameters },
    });
    const { tools } = convert({
      openapi: '3.1.0',
      paths: {
        '/jobs/{job-id}': get('getJob', [id]),
        '/jobs/{job-id}/log': get('getJobLog', [id]),
        '/jobs': get('listJobs', []),
      },
    });
    const send = (location: string): string => {
      const [block] = toResult(tool, { status: 202, headers: { location } }, { tools }).content;
      return block?.type === 'text' ? block.text : '';
    };
    expect(send('https://api.example/v2/jobs/a%20b?x=1')).toContain(
      'poll it with the tool getJob and the arguments {"job_id":"a b"}.',
    );
    expect(send('/jobs/1/log')).toContain('getJobLog');
    expect(send('/elsewhere/1')).toContain('the tool that reads this resource');
    expect(send('/jobs/%zz')).toContain('the tool that reads this resource');
  });

  it('gives text as text, and as result where the tool has an output schema', () => {
    const csv = {
      status: 200,
      headers: { 'content-type': 'text/csv' },
      body: new TextEncoder().encode('a,é'),
    };
    expect(toResult(tool, csv)).toEqual({
      content: [{ type: 'text', text: 'a,é' }],
      structuredContent: { result: 'a,é' },
      isError: false,
    });
  });

  it('reads text in the charset it is sent in, and JSON behind a byte order mark', () => {
    const latin = {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=ISO-8859-1' },
      body: new Uint8Array([233]),
    };
    expect(toResult(tool, latin).content[0]).toEqual({ type: 'text', text: 'é' });
    const odd = {
      ...latin,
      headers: { 'content-type': 'text/plain; charset=x-nobody' },
      body: Buffer.from('é'),
    };
    expect(toResult(tool, odd).content[0]).toEqual({ type: 'text', text: 'é' });
    const marked = { status: 200, headers: { 'content-type': 'application/json' }, body: '\ufeff{"a":1}' };
    expect(toResult(tool, marked).structuredContent).toEqual({ a: 1 });
  });

  it('gives broken JSON as text instead of failing', () => {
    const broken = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":' };
    expect(toResult(tool, broken).content[0]).toEqual({ type: 'text', text: '{"a":' });
  });

  it('keeps the bytes of images, audio and other binary content', () => {
    const body = new Uint8Array([0, 255, 128, 10]);
    const data = Buffer.from(body).toString('base64');
    const send = (type: string): unknown =>
      toResult(tool, { status: 200, headers: { 'content-type': type }, body }).content[0];
    expect(send('image/png')).toEqual({ type: 'image', data, mimeType: 'image/png' });
    expect(send('audio/ogg')).toEqual({ type: 'audio', data, mimeType: 'audio/ogg' });
    expect(send('application/zip')).toEqual({
      type: 'resource',
      resource: { uri: 'result:///sample', mimeType: 'application/zip', blob: data },
    });
    const large = { status: 200, headers: { 'content-type': 'image/png' }, body: new Uint8Array(100_000) };
    expect(toResult(tool, large).content[0]).toMatchObject({
      type: 'text',
      text: expect.stringContaining('100000 bytes') as unknown,
    });
  });

  it('gives a link to what is too large', () => {
    const headers = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="a/b.png"' };
    const large = { status: 200, headers, body: new Uint8Array(100_000) };
    expect(toResult(tool, large, { link: 'https://api.example/v1/photo' }).content[1]).toEqual({
      type: 'resource_link',
      uri: 'https://api.example/v1/photo',
      name: 'b.png',
      mimeType: 'image/png',
      size: 100_000,
    });
    const unnamed = { ...large, headers: { 'content-type': 'image/png' } };
    expect(toResult(tool, unnamed).content[1]).toMatchObject({ uri: 'result:///sample', name: 'sample' });
  });

  it('shortens a result over its budget, as JSON, and says what is missing', () => {
    const result = toResult(tool, json(200, { a: Array.from({ length: 5000 }, (_, i) => i) }), {
      maxBytes: 1000,
    });
    const [text, note] = result.content as { text: string }[];
    expect(JSON.parse(text?.text ?? '')).toEqual(result.structuredContent);
    expect(note?.text).toMatch(/^Shortened to fit: \/a: \d+ of 5000 items/);
    expect(result._meta?.[SHORTENED_META]).toMatchObject([{ path: '/a', unit: 'items', total: 5000 }]);
  });
});

describe('toResult of a failure', () => {
  it('reads RFC 9457 problems and names arguments as the model knows them', () => {
    const body = {
      title: 'Bad input',
      detail: 'Wrong name.',
      code: 'invalid',
      errors: [{ pointer: '#/$user/name', detail: 'too short' }],
      trace_id: 't1',
    };
    expect(problem(json(422, body))).toEqual({
      status: 422,
      code: 'invalid',
      title: 'Bad input',
      detail: 'Wrong name.',
      retryable: false,
      retryAfterMs: null,
      fieldErrors: [{ argument: 'user.name', message: 'too short' }],
      traceId: 't1',
    });
  });

  it.each([
    [
      { error: 'not_found', message: 'Gone.' },
      { code: 'not_found', detail: 'Gone.' },
    ],
    [{ error: { code: 'E1', message: 'Inner.' } }, { code: 'E1', detail: 'Inner.' }],
    [
      { detail: [{ loc: ['body', '$user', 'name'], msg: 'required' }] },
      { fieldErrors: [{ argument: 'user.name', message: 'required' }] },
    ],
    [
      { errors: { $user: ['is odd', 'is long'] } },
      { fieldErrors: [{ argument: 'user', message: 'is odd is long' }] },
    ],
    [
      { errors: [{ source: { pointer: '/$user/name' }, title: 'Short', detail: 'too short' }] },
      { fieldErrors: [{ argument: 'user.name', message: 'too short' }] },
    ],
    [
      { error: { code: 3, details: [{ fieldViolations: [{ field: '$user.name', description: 'bad' }] }] } },
      { fieldErrors: [{ argument: 'user.name', message: 'bad' }] },
    ],
    [
      { details: { $user: 'is odd', retry_in: 'soon' } },
      { fieldErrors: [{ argument: 'user', message: 'is odd' }] },
    ],
    ['plain', { code: 'http_400', detail: 'plain' }],
    [null, { code: 'http_400', detail: '' }],
    [[1], { code: 'http_400' }],
  ])('reads %j', (body, expected) => {
    expect(problem(json(400, body))).toMatchObject(expected);
  });

  it('takes out stacks, hosts, tokens and cookies', () => {
    const message =
      'Failed at https://internal.example:8080/x with Bearer abc.def and token=s3cret for 10.0.0.1\n    at run (/srv/app.js:1:2)';
    const { detail } = problem(json(500, { message }));
    expect(detail).not.toMatch(/internal|abc\.def|s3cret|10\.0|app\.js/);
    expect(detail).toMatch(/^Failed at \[host\]/);
  });

  it.each([
    ['connect ECONNREFUSED db.internal:5432', /db|5432/],
    ['getaddrinfo ENOTFOUND billing-svc', /billing/],
    ['upstream payments.prod.svc.cluster.local said no', /payments|cluster/],
    ['redis://user:pw@cache:6379/0 is down', /pw|cache/],
    ['no answer from localhost:8080', /localhost/],
    ['Authorization: Digest abc, rejected', /Digest/],
    ['Basic dXNlcjpwYXNz was refused', /dXNl/],
    ['Cookie: sid=1; other=2', /sid|other/],
    ['key sk_live_abcdefghijklmnop is revoked', /abcdef/],
  ])('takes secrets and places out of %j', (message, secret) => {
    expect(problem(json(500, { message })).detail).not.toMatch(secret);
  });

  it.each([
    'The name must not be longer than 20 characters: it is shown in lists.',
    'Field user.name is missing.',
    'Version 1.2.3 is not known; use 2.0.',
    'Basic plans have no exports.',
    'ERRORS in the field: EXAMPLE is not allowed.',
  ])('leaves %j alone', (message) => {
    expect(problem(json(400, { message })).detail).toBe(message);
  });

  it('says that a write without a key may have been carried out', () => {
    expect(problem({ status: 0, headers: {} })).toMatchObject({
      code: 'unreachable',
      retryable: false,
      detail: expect.stringContaining('may have been carried out') as unknown,
    });
    const keyed = toResult(tool, { status: 504, headers: {} }, { idempotencyKeySent: true });
    expect(keyed.structuredContent).toMatchObject({ retryable: true });
  });

  it('keeps a problem within the budget', () => {
    const errors = Array.from({ length: 200 }, () => ({ field: '$user', message: 'x'.repeat(3000) }));
    const result = toResult(tool, json(422, { errors }), { maxBytes: 4000 });
    expect(Buffer.byteLength(JSON.stringify(result.structuredContent))).toBeLessThanOrEqual(4000);
    expect(result.structuredContent).toMatchObject({ status: 422, retryable: false });
  });

  it('does not follow redirects', () => {
    expect(problem({ status: 302, headers: { location: 'https://evil.example' } })).toMatchObject({
      status: 302,
      title: 'Redirect not followed',
    });
  });
});

describe('retryAdvice', () => {
  it.each<[string, number, Record<string, string>, boolean, object]>([
    ['POST', 429, { 'retry-after': '7' }, false, { retryable: true, retryAfterMs: 7000, maybeDone: false }],
    ['POST', 429, {}, false, { retryable: true, retryAfterMs: null, maybeDone: false }],
    ['POST', 503, { 'retry-after': '1' }, false, { retryable: true, retryAfterMs: 1000, maybeDone: false }],
    ['POST', 503, {}, false, { retryable: false, retryAfterMs: null, maybeDone: true }],
    ['POST', 503, {}, true, { retryable: true, retryAfterMs: null, maybeDone: false }],
    ['PATCH', 502, {}, false, { retryable: false, retryAfterMs: null, maybeDone: true }],
    ['GET', 0, {}, false, { retryable: true, retryAfterMs: null, maybeDone: false }],
    ['put', 504, {}, false, { retryable: true, retryAfterMs: null, maybeDone: false }],
    ['DELETE', 408, {}, false, { retryable: true, retryAfterMs: null, maybeDone: false }],
    ...[400, 401, 403, 404, 409, 412, 422, 500, 501].map(
      (status): [string, number, Record<string, string>, boolean, object] => [
        'GET',
        status,
        { 'retry-after': '5' },
        true,
        { retryable: false, retryAfterMs: null, maybeDone: false },
      ],
    ),
  ])('%s %i %j key=%s', (method, status, headers, sent, expected) => {
    expect(retryAdvice(method, status, headers, sent)).toEqual(expected);
  });

  it('reads a date against the date of the answer or the given instant', () => {
    const headers = { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' };
    expect(retryAdvice('GET', 429, headers, false).retryAfterMs).toBe(30_000);
    const nowMs = Date.parse('2026-10-21T07:29:00Z');
    expect(retryAdvice('GET', 429, headers, false, { nowMs }).retryAfterMs).toBe(0);
    expect(retryAdvice('GET', 429, { 'retry-after': 'soon' }, false).retryAfterMs).toBeNull();
  });

  it('lets the operation say that repeating it is harmless', () => {
    expect(retryAdvice('PATCH', 502, {}, false, { idempotent: true })).toMatchObject({ retryable: true });
  });
});
