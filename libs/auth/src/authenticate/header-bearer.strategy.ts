import type { Request } from 'express';
import { Strategy } from 'passport-http-bearer';
import type { VerifyFunction } from 'passport-http-bearer';

/**
 * The bearer strategy, seeing nothing of a request but its `Authorization` header. The stock one also takes a
 * token from query and body, which a resource server must not:
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#token-requirements
 */
export class HeaderBearerStrategy extends Strategy<VerifyFunction> {
  override authenticate(request: Request): void {
    super.authenticate({ headers: { authorization: request.headers.authorization } } as Request);
  }
}
