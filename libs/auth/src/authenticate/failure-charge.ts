import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AddressLimiter } from '../address-limiter';

/** What an address may still try, and the charge for a failure: once per request, whoever notices first. */
@Injectable()
export class FailureCharge {
  private readonly charged = new WeakSet<Request>();

  constructor(private readonly addresses: AddressLimiter) {}

  /** @returns for how many milliseconds the address of the request is blocked, from memory; 0 if it is not */
  blockedFor(request: Request): number {
    return this.addresses.blockedFor(request.ip ?? '');
  }

  async charge(request: Request): Promise<void> {
    if (this.charged.has(request)) return;
    this.charged.add(request);
    await this.addresses.charge(request.ip ?? '');
  }
}
