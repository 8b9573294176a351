import { createHash } from 'node:crypto';

/**
 * What somebody who tries passwords needs: the form of one sign-in page, and the cookie of the browser that got it.
 * @returns {Promise<{ url: string, origin: string, cookie: string, hidden: Record<string, string> }>}
 */
export async function signInForm({ url: origin }) {
  const redirectUri = 'https://claude.ai/api/mcp/auth_callback';
  const registered = await fetch(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Bench',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  });
  const { client_id: clientId } = await registered.json();
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'mcp:read',
    state: 'x',
    resource: `${origin}/v1/mcp`,
    code_challenge: createHash('sha256').update('x'.repeat(43)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const authorized = await fetch(`${origin}/oauth/authorize?${query}`, { redirect: 'manual' });
  const cookie = authorized.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const address = new URL(authorized.headers.get('location') ?? '', origin);
  const page = await (await fetch(address, { headers: { cookie } })).text();
  const [, form = ''] = /<form[^>]*action="[^"]*\/sign-in"[^>]*>([^]*?)<\/form>/.exec(page) ?? [];
  if (form === '') throw new Error(`There is no form to sign in: ${authorized.status} ${page.slice(0, 300)}`);
  const inputs = form.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  const of = (input, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '';
  const hidden = Object.fromEntries(inputs.map((input) => [of(input, 'name'), of(input, 'value')]));
  return { url: `${address.href}/sign-in`, origin, cookie, hidden };
}
