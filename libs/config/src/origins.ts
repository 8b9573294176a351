/** @returns the http or https origin as browsers send it, or `undefined` if the text says more or less than one */
export function parseWebOrigin(text: string): string | undefined {
  if (!/^https?:\/\/[^/?#@\\]+\/?$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}

/** Pages of a browser extension have an origin too, whose host is the id of the extension. */
export function parseExtensionOrigin(text: string): string | undefined {
  const match = /^([a-z]+(?:-[a-z]+)*-extension:\/\/[a-z0-9.-]+)\/?$/i.exec(text);
  return match?.[1];
}
