import type { Request, Response } from 'express';
import { ApiException, setRequestId } from '@app/errors';
import { InteractionGone } from '../provider/interaction-gone';
import { FormRefused } from './form-refused';
import { writeErrorPage } from './page-error-form';

function written(error: ApiException) {
  const headers: Record<string, string> = {};
  const sent = { status: 0, body: '', headers };
  const response = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    status: (status: number) => ((sent.status = status), response),
    send: (body: string) => (sent.body = body),
  };
  const request = {} as Request;
  setRequestId(request, 'req_42');
  writeErrorPage(error, request, response as unknown as Response);
  return sent;
}

describe('writeErrorPage', () => {
  it.each([
    [
      new InteractionGone('cookie'),
      400,
      'This page is no longer valid',
      'Go back to your app and connect again.',
    ],
    [new FormRefused('origin'), 403, 'This form was not accepted', 'reload the page'],
    [new ApiException('not_found'), 404, 'There is no such page', 'connect again'],
    [new ApiException('payload_too_large'), 413, 'That was too much', 'connect again'],
    [new ApiException('rate_limited'), 429, 'Too many tries', 'Wait a minute'],
    [new ApiException('internal_error'), 500, 'Something went wrong on our side', 'reload'],
    [new ApiException('unavailable'), 503, 'Duvo is not available', 'reload'],
  ])('%s', (error, status, title, advice) => {
    const { body, ...sent } = written(error);
    expect(sent.status).toBe(status);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).toContain(advice);
    expect(body).toContain('req_42');
  });

  it('says nothing of what the log may say', () => {
    expect(written(new InteractionGone('cookie of uid 4711')).body).not.toContain('4711');
  });

  it('keeps the headers of the error beside those of every page', () => {
    const { headers } = written(new ApiException('unavailable', { headers: { 'retry-after': '2' } }));
    expect(headers['retry-after']).toBe('2');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });
});
