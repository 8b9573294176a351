import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AddressLimiter } from '../address-limiter';

/** Charges a request without a valid credential to its address, once, whoever notices first. */
@Injectable()
export class FailureCharge {
  private readonly charged = new WeakSet<Request>();

  constructor(private readonly addresses: AddressLimiter) {}

  async charge(request: Request): Promise<void> {
    if (this.charged.has(request)) return;
    this.charged.add(request);
    await this.addresses.charge(request.ip ?? '');
  }
}
