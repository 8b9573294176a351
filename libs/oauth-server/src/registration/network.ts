import { normalizeIp } from '@nestjs/throttler';

/** @returns the address itself, of IPv6 the /64, as the limiter groups them */
export const networkOf = (address: string): string => normalizeIp(address) || 'unknown';
