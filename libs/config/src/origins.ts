import { parseUrl } from '@app/net';

/** @returns the http or https origin as browsers send it, or `undefined` if the text says more or less than one */
export function parseWebOrigin(text: string): string | undefined {
  return /^https?:\/\/[^/?#@\\]+\/?$/i.test(text) ? parseUrl(text)?.origin : undefined;
}

/** Pages of a browser extension have an origin too, whose host is the id of the extension. */
export function parseExtensionOrigin(text: string): string | undefined {
  const match = /^([a-z]+(?:-[a-z]+)*-extension:\/\/[a-z0-9.-]+)\/?$/i.exec(text);
  return match?.[1];
}
