import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { addressClassOf } from '@app/net';
import type { HostResolver } from '@app/net';

/** A name leads to an address where requests must not go. */
export class AddressNotAllowedError extends Error {
  override readonly name = 'AddressNotAllowedError';
}

/** @returns whether requests may go there; services that hand out credentials are never among it */
export function isAllowedAddress(address: string, allowPrivate: boolean): boolean {
  const found = addressClassOf(address);
  return found === 'public' || (found === 'private' && allowPrivate);
}

/**
 * Connects to checked addresses alone. The name is resolved for each new connection, every address of it is judged,
 * and the socket goes to one of those: between check and connection nobody asks the DNS again. What the socket is
 * connected to is looked at once more, for an address that was given as such.
 */
export function guardedConnector(options: {
  readonly resolver: HostResolver;
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}): buildConnector.connector {
  const { resolver, allowPrivate, timeoutMs } = options;
  const lookup: LookupFunction = (name, { all }, callback) => {
    const none = all ? [] : '';
    resolver.addressesOf(name, AbortSignal.timeout(timeoutMs)).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) {
          callback(Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' }), none);
        } else if (!addresses.every((address) => isAllowedAddress(address, allowPrivate))) {
          callback(new AddressNotAllowedError('the name leads to an address that is not allowed'), none);
        } else if (all)
          callback(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          );
        else callback(null, first, isIP(first));
      },
      (error: unknown) => callback(error as Error, none as string),
    );
  };
  // NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch the check off.
  const connect = buildConnector({ lookup, timeout: timeoutMs, rejectUnauthorized: true, allowH2: false });
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error) {
        callback(error, null);
      } else if (isAllowedAddress(socket.remoteAddress ?? '', allowPrivate)) {
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new AddressNotAllowedError('the address is not allowed'), null);
      }
    });
  };
}
