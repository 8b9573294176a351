import { html } from './html';
import { webAddress } from './layout';

const render = (markup: unknown): string => String(markup);

describe('html', () => {
  it('escapes every text that is put in', () => {
    const name = `<script>alert("1")</script> & 'more' \`ticks\``;
    expect(render(html`<p>${name}</p>`)).toBe(
      '<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39; &#96;ticks&#96;</p>',
    );
  });

  it('lets no value leave the attribute it stands in', () => {
    const value = '" onfocus="alert(1)" autofocus="';
    expect(render(html`<input value="${value}" />`)).not.toContain('" onfocus');
  });

  it('takes markup of its own as it is, one piece or many', () => {
    const items = ['<a>', 'b'].map((item) => html`<i>${item}</i>`);
    expect(render(html`<b>${items}</b>`)).toBe('<b><i>&lt;a&gt;</i><i>b</i></b>');
  });

  it('takes nothing for markup that only looks like it', () => {
    const forged = { toString: () => '<b>', markup: '<b>' } as unknown as string;
    expect(render(html`${forged}`)).toBe('&lt;b&gt;');
  });

  it.each([undefined, null, false] as const)('leaves the place of %s empty', (value) => {
    expect(render(html`[${value}]`)).toBe('[]');
  });

  it('writes numbers, zero included', () => {
    expect(render(html`${0}`)).toBe('0');
  });
});

describe('webAddress', () => {
  it.each(['/oauth/auth/abc', 'https://duvo.test/x', 'http://127.0.0.1:3000/x'])('admits %s', (address) => {
    expect(webAddress(address)).toBe(address);
  });

  it.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x'])(
    'refuses %s',
    (address) => {
      expect(() => webAddress(address)).toThrow('scheme');
    },
  );
});
