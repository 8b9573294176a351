import type { Membership, Scope } from '@app/auth';
import type { InteractionClient } from '../provider/interaction';
import { askingAppOf } from './asking-app';
import { consentPage } from './consent.page';
import type { ConsentPageParts } from './consent.page';
import { continuePage } from './continue.page';
import { renderErrorPage } from './error.page';
import { noTeamPage } from './no-team.page';
import { signInPage } from './sign-in.page';
import type { SignInPageParts } from './sign-in.page';

const CLIENT: InteractionClient = {
  id: 'client-1',
  name: 'Claude',
  redirectHost: 'claude.ai',
  redirectIsLoopback: false,
  registration: 'dynamic',
};
const appOf = (changes: Partial<InteractionClient> = {}) => askingAppOf({ ...CLIENT, ...changes });
const team = (number: number): Membership => ({
  teamId: `00000000-0000-4000-8000-00000000000${number}`,
  teamName: `Team ${number}`,
  role: 'builder',
});
const person = { name: 'Olivia', email: 'owner@acme.test' };
const SCOPES: readonly Scope[] = ['mcp:read', 'mcp:write'];

const consent = (changes: Partial<ConsentPageParts> = {}): string =>
  consentPage({
    app: appOf(),
    scopes: SCOPES,
    teams: [team(1)],
    person,
    action: '/consent',
    switchAction: '/switch',
    csrfToken: 'token',
    ...changes,
  }).toString();

const signIn = (changes: Partial<SignInPageParts> = {}): string =>
  signInPage({
    app: appOf(),
    action: '/sign-in',
    csrfToken: 'token',
    withPassword: true,
    ...changes,
  }).toString();

/** The text of a page, without its markup, in one line. */
const textOf = (markup: string): string =>
  markup
    .replace(/<style>[^]*?<\/style>|<title>[^]*?<\/title>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

const checked = (markup: string): string[] =>
  [...markup.matchAll(/<input[^>]*value="([^"]*)"[^>]*checked[^>]*>/g)].map(([, value]) => value ?? '');

describe('consent page', () => {
  it('says who asks, where they are sent, for which team and what for', () => {
    const text = textOf(consent());
    expect(text).toContain('Connect Claude to Duvo?');
    expect(text).toContain('claude.ai');
    expect(text).toContain('Team 1');
    expect(text).toContain('See what is in the team');
    expect(text).toContain('Make changes and start work');
    expect(text).toContain('Olivia (owner@acme.test)');
  });

  it.each(['dynamic', 'document'] as const)('calls a %s client unverified', (registration) => {
    expect(textOf(consent({ app: appOf({ registration }) }))).toContain('Unverified');
  });

  it('does not call a client that the operator set up unverified', () => {
    expect(textOf(consent({ app: appOf({ registration: 'static' }) }))).not.toContain('Unverified');
  });

  it('names the host of the document that describes a client', () => {
    const app = appOf({ registration: 'document', id: 'https://apps.example.com/client.json' });
    expect(textOf(consent({ app }))).toContain('apps.example.com');
  });

  it('warns where any program on this computer could be waiting', () => {
    const app = appOf({ redirectHost: 'localhost:4000', redirectIsLoopback: true });
    expect(textOf(consent({ app }))).toContain('Any program on this computer could be waiting there.');
    expect(textOf(consent())).not.toContain('could be waiting');
  });

  it('warns of the scheme of an app', () => {
    expect(textOf(consent({ app: appOf({ redirectHost: 'cursor:' }) }))).toContain(
      'Any app on this device could have claimed cursor: links.',
    );
  });

  it('takes the only team for granted', () => {
    expect(consent()).toContain(`type="hidden" name="team_id" value="${team(1).teamId}"`);
  });

  it('asks for one of several teams, with the role in each, and presumes none', () => {
    const markup = consent({ teams: [team(1), team(2)] });
    expect(markup.match(/type="radio"/g)).toHaveLength(2);
    expect(markup.match(/<span class="role">builder<\/span>/g)).toHaveLength(2);
    expect(checked(markup)).toEqual(['yes']);
  });

  it('keeps what was chosen before', () => {
    const chosen = { teamId: team(2).teamId, withWrite: false };
    expect(checked(consent({ teams: [team(1), team(2)], chosen }))).toEqual([team(2).teamId]);
  });

  it('offers changes only where the app asks for them', () => {
    expect(consent({ scopes: ['mcp:read'] })).not.toContain('allow_changes');
  });

  it('A33: shows markup in a name as text', () => {
    const markup = consent({ app: appOf({ name: '<script>alert(1)</script>' }) });
    expect(markup).not.toContain('<script');
    expect(markup).toContain('&lt;script&gt;');
  });

  it('keeps a name apart from the direction of the words around it', () => {
    expect(consent({ app: appOf({ name: 'مساعد' }) })).toContain('<bdi>مساعد</bdi>');
  });
});

describe('sign-in page', () => {
  it('names the app, and tells password managers what the fields are', () => {
    const markup = signIn();
    expect(textOf(markup)).toContain('Claude wants to connect.');
    expect(markup).toContain('autocomplete="username"');
    expect(markup).toContain('autocomplete="current-password"');
  });

  it('has a label for each field that is seen', () => {
    const markup = signIn();
    const ids = [...markup.matchAll(/<input[^>]*\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['email', 'password']);
    for (const id of ids) expect(markup).toContain(`for="${id}"`);
  });

  it('says a problem at once, keeps the email and never the password', () => {
    const markup = signIn({ email: 'a@b.test', problem: 'Email or password is wrong.' });
    expect(markup).toMatch(/role="alert"[^>]*>\s*Email or password is wrong\./);
    expect(markup).toContain('value="a@b.test"');
    expect(markup).toMatch(/<input[^>]*name="password"(?![^>]*value=)[^>]*aria-invalid="true"/);
  });

  it('offers the identity provider beside the password, or alone', () => {
    const upstream = { name: 'Acme SSO', path: '/start' };
    expect(textOf(signIn({ upstream }))).toContain('Continue with Acme SSO');
    expect(signIn({ upstream })).toContain('name="password"');
    expect(signIn({ upstream, withPassword: false })).not.toContain('name="password"');
  });
});

describe('continue page', () => {
  it('goes on by itself, and by a link', () => {
    const url = 'https://duvo.test/oauth/auth/abc?x=1&y=2';
    const markup = continuePage({ app: appOf(), outcome: 'approved', url }).toString();
    expect(markup).toContain('http-equiv="refresh"');
    expect(markup).toContain('content="0; url=https://duvo.test/oauth/auth/abc?x=1&amp;y=2"');
    expect(markup).toContain('href="https://duvo.test/oauth/auth/abc?x=1&amp;y=2"');
    expect(textOf(markup)).toContain('You can go back to Claude.');
  });

  it('says what to do if an app does not open', () => {
    const app = appOf({ name: 'Cursor', redirectHost: 'cursor:' });
    const text = textOf(continuePage({ app, outcome: 'approved', url: '/x' }).toString());
    expect(text).toContain('Nothing opens? Switch to Cursor yourself.');
  });

  it('leads to no address that would be a script', () => {
    expect(() => continuePage({ app: appOf(), outcome: 'approved', url: 'javascript:alert(1)' })).toThrow();
  });
});

describe('no-team page', () => {
  it('says whom to ask', () => {
    const markup = noTeamPage({
      app: appOf(),
      person,
      action: '/consent',
      switchAction: '/switch',
      csrfToken: 't',
    }).toString();
    expect(textOf(markup)).toContain('Ask an owner or admin of your team to add owner@acme.test.');
  });
});

describe('error page', () => {
  it('bounds and escapes the detail, and shows the request id', () => {
    const detail = `<img src=x onerror=alert(1)>${'x'.repeat(1000)}`;
    const markup = renderErrorPage({ title: 'Over', message: 'Again.', detail, requestId: 'req_1' });
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('x'.repeat(300));
    expect(textOf(markup)).toContain('req_1');
  });
});

it('no page holds a script, an event handler, a style attribute or anything from elsewhere', () => {
  const pages = [
    consent({ teams: [team(1), team(2)], problem: 'x' }),
    signIn({ upstream: { name: 'x', path: '/x' }, problem: 'x', email: 'x' }),
    continuePage({ app: appOf(), outcome: 'approved', url: '/x' }).toString(),
    renderErrorPage({ title: 'x', message: 'x', detail: 'x', requestId: 'x' }),
  ];
  for (const markup of pages) {
    expect(markup).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|\son[a-z]+=|(src|href)="(https?:)?\/\//i);
  }
});
