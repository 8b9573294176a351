const TWINS: Readonly<Record<string, string>> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

/**
 * Hosts register `127.0.0.1` and ask with `localhost`, or the other way round; both are this machine. The library
 * knows them apart, so a registered one stands for both.
 *
 * @param uris redirect URIs as they were registered
 */
export function withLoopbackTwins(uris: readonly string[]): string[] {
  return [...new Set(uris.flatMap((uri) => [uri, twinOf(uri) ?? uri]))];
}

function twinOf(uri: string): string | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(http:\/\/)([^/:?#]+)(.*)$/.exec(uri) ?? [];
  return Object.hasOwn(TWINS, host) ? `${scheme}${TWINS[host]}${rest}` : undefined;
}
