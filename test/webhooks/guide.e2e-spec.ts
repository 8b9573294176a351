import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WEBHOOK_EVENTS } from '../../libs/public-api/src/webhooks/webhooks.tables';
import { signatureOf } from '../../libs/public-api/src/webhooks/signature';

const guide = readFileSync(join(__dirname, '../../docs/guides/webhooks.md'), 'utf8');

type Check = (body: Buffer | string, header: string, secret: string) => boolean;

/** The first sample of the guide, as somebody who pastes it would have it. */
function pasted(): Check {
  const sample = /```js\n([^]*?)```/.exec(guide)?.[1] ?? '';
  const module = { exports: {} as { isGenuine: Check } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the sample is a module of its own
  new Function('require', 'module', sample)(require, module);
  return module.exports.isGenuine;
}

describe('the guide to webhooks', () => {
  const isGenuine = pasted();
  const body = '{"title":"ä – 漢字"}';
  const now = () => Math.floor(Date.now() / 1000);

  it('has a check that accepts what we sign, with either secret', () => {
    const header = signatureOf(['whsec_new', 'whsec_old'], body, now());
    expect(isGenuine(body, header, 'whsec_new')).toBe(true);
    expect(isGenuine(Buffer.from(body), header, 'whsec_old')).toBe(true);
  });

  it.each([
    ['another secret', body, signatureOf(['whsec_a'], body, now())],
    ['another body', '{}', signatureOf(['whsec_b'], body, now())],
    ['an old time', body, signatureOf(['whsec_b'], body, now() - 400)],
    ['a time of the future', body, signatureOf(['whsec_b'], body, now() + 400)],
    ['a changed time', body, signatureOf(['whsec_b'], body, now() - 400).replace(/t=\d+/, `t=${now()}`)],
    ['no signature', body, `t=${now()}`],
    ['nothing', body, ''],
    ['nonsense', body, 't=x,v1,v1=zz,=,v2=1'],
  ])('has a check that refuses %s', (_, given, header) => {
    expect(isGenuine(given, header, 'whsec_b')).toBe(false);
  });

  it('lists the events that there are', () => {
    const listed = [...guide.matchAll(/^\| `(\w+)`/gm)].map(([, event]) => event);
    expect(listed).toEqual([...WEBHOOK_EVENTS]);
  });
});
