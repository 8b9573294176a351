const TWINS: Readonly<Record<string, string>> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

interface RedirectRule {
  redirectUriAllowed(uri: string): boolean;
}

/**
 * Hosts register `127.0.0.1` and ask with `localhost`, or the other way round; both are this machine. The library
 * knows them apart, so a registered one stands for both. At the token endpoint the one that was asked with counts.
 *
 * @param rule what clients inherit
 */
export function admitLoopbackTwins(rule: RedirectRule): void {
  const original = Reflect.get(rule, 'redirectUriAllowed');
  rule.redirectUriAllowed = function (this: RedirectRule, uri: string): boolean {
    const twin = twinOf(uri);
    const allowed = (one: string): boolean => original.call(this, one);
    return allowed(uri) || (twin !== undefined && allowed(twin));
  };
}

/** @returns the same address under the other name of this machine */
export function twinOf(uri: string): string | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(http:\/\/)([^/:?#@]+)([/:?].*)?$/.exec(uri) ?? [];
  if (!Object.hasOwn(TWINS, host) || rest.includes('@')) return undefined;
  return `${scheme}${TWINS[host]}${rest}`;
}
