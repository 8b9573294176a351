import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { DashboardFiles } from './dashboard-files.service';
import type { Asset } from './dashboard-files.service';
import { isPagePath } from './is-page-path';

const ASSETS = /^\/assets\/([\w.-]+)$/;
/** What the build has in the place of the nonce. */
const NONCE_PLACE = /CSP_NONCE/g;
const NONCE_BYTES = 16;

/** Names of assets hold a hash of their content, so one name never means anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The static dashboard: assets by name, and its one document for every GET of a browser's address bar that no
 * other part of the server answers. Whatever else is unknown goes on, to the 404 in JSON.
 */
@Injectable()
export class DashboardMiddleware {
  constructor(private readonly files: DashboardFiles) {}

  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const answer = this.answerTo(request, response);
    // Every call of the API comes by: it must not wait for a promise.
    if (!answer) next();
    else answer.then((isAnswered) => (isAnswered ? undefined : next()), next);
  };

  private answerTo(request: Request, response: Response): Promise<boolean> | undefined {
    const { method, path } = request;
    const [, name] = method === 'GET' || method === 'HEAD' ? (ASSETS.exec(path) ?? []) : [];
    if (name !== undefined) return this.asset(name, request, response);
    return method === 'GET' && isPagePath(path) && wantsPage(request) ? this.page(response) : undefined;
  }

  private async asset(name: string, request: Request, response: Response): Promise<boolean> {
    const asset = await this.files.asset(name);
    if (asset) sendAsset(asset, request, response);
    return asset !== undefined;
  }

  private async page(response: Response): Promise<boolean> {
    const page = await this.files.page();
    if (page !== undefined) sendPage(page, response);
    return page !== undefined;
  }
}

/** A program that takes anything gets JSON. */
const wantsPage = (request: Request): boolean => request.accepts(['json', 'html']) === 'html';

function sendAsset({ type, body, zipped }: Asset, request: Request, response: Response): void {
  response.vary('Accept-Encoding');
  const isZipped = request.acceptsEncodings('gzip') === 'gzip';
  if (isZipped) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-type', type);
  response.setHeader('cache-control', FOR_EVER);
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(isZipped ? zipped : body);
}

/**
 * Script and style from here alone. Components make styles of their own while they run, which carry the nonce; no
 * script has one that did not come as a file (https://www.w3.org/TR/CSP3/#strict-csp).
 */
function sendPage(page: string, response: Response): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', policyWith(nonce));
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.end(page.replace(NONCE_PLACE, nonce));
}

const policyWith = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ');
