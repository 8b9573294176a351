import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { resourceOf } from '../provider/resource';
import type { EndpointKind } from './endpoint';
import { checkJsonObject } from './json-object';
import { normaliseAuthorization, normaliseToken } from './normalise-params';
import { BodyRefused, readBody, replayBody } from './read-body';

/** Largest request for access, in characters: it is kept, and nobody has to have signed in for that. */
const AUTHORIZATION_LIMIT = 8 * 1024;

type Normaliser = (params: URLSearchParams, resource: string) => void;

const NORMALISERS: Partial<Readonly<Record<EndpointKind, Normaliser>>> = {
  pushed: normaliseAuthorization,
  token: normaliseToken,
};

/** Irons out what hosts do differently, before the library sees a request. */
@Injectable()
export class RequestShim {
  private readonly resource: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.resource = resourceOf(config.publicUrl);
  }

  /** @throws BodyRefused */
  async apply(request: Request, kind: EndpointKind): Promise<void> {
    if (kind === 'authorization') this.rewriteQuery(request);
    if (request.method !== 'POST' && request.method !== 'PUT') return;
    const body = await readBody(request);
    const type = request.headers['content-type'] ?? '';
    if (kind === 'registration') {
      if (/^application\/json\b/i.test(type)) checkJsonObject(body);
      replayBody(request, body);
      return;
    }
    const normalise = NORMALISERS[kind];
    if (!normalise || !/^application\/x-www-form-urlencoded\b/i.test(type)) {
      replayBody(request, body);
      return;
    }
    if (kind === 'pushed' && body.length > AUTHORIZATION_LIMIT) throw tooLong();
    const params = new URLSearchParams(body.toString('utf8'));
    if (kind === 'pushed') checkResponseMode(params);
    normalise(params, this.resource);
    replayBody(request, Buffer.from(params.toString()));
  }

  private rewriteQuery(request: Request): void {
    const [path = '', query = ''] = split(request.url);
    if (query.length > AUTHORIZATION_LIMIT) throw tooLong();
    const params = new URLSearchParams(query);
    checkResponseMode(params);
    normaliseAuthorization(params, this.resource);
    request.url = `${path}?${params.toString()}`;
    request.originalUrl = request.url;
  }
}

const tooLong = (): BodyRefused =>
  new BodyRefused(
    400,
    `The request is over the limit of ${AUTHORIZATION_LIMIT / 1024} KiB; use a shorter state.`,
  );

/** The library would answer in the mode that it refuses, and one of them is a form that sends itself anywhere. */
function checkResponseMode(params: URLSearchParams): void {
  if (params.getAll('response_mode').every((mode) => mode === 'query' || mode === '')) return;
  throw new BodyRefused(400, 'Answers come in the query: use response_mode=query, or leave it out.');
}

function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
