import { HostResolver } from './host-resolver';
import { TargetCheck } from './target-check';

const PUBLIC = '93.184.215.14';

/** Names and what the DNS says of them. */
class Names extends HostResolver {
  constructor(private readonly names: Readonly<Record<string, string[]>>) {
    super();
  }

  addressesOf(name: string): Promise<string[]> {
    return Promise.resolve(this.names[name] ?? []);
  }
}

const names = new Names({
  'example.com': [PUBLIC],
  'example.com.': [PUBLIC],
  'xn--bcher-kva.example': [PUBLIC],
  'both.example': [PUBLIC, '2606:4700:4700::1111'],
  'loop.example': ['127.0.0.1'],
  'inner.example': ['10.1.2.3'],
  'mixed.example': [PUBLIC, '10.1.2.3'],
  'mixed6.example': [PUBLIC, 'fd12::1'],
  'metadata.example': ['169.254.169.254'],
  'mapped.example': ['::ffff:10.0.0.1'],
  localhost: ['127.0.0.1', '::1'],
});
const signal = new AbortController().signal;
const check = (url: string, allowPrivate = false) => new TargetCheck(names, allowPrivate).check(url, signal);

describe('a webhook URL', () => {
  it.each([
    ['https://example.com', [PUBLIC]],
    ['https://example.com/hooks?token=1#part', [PUBLIC]],
    ['https://example.com:443/', [PUBLIC]],
    ['HTTPS://EXAMPLE.COM/', [PUBLIC]],
    ['https://example.com./', [PUBLIC]],
    ['https://bücher.example/', [PUBLIC]],
    ['https://both.example/', [PUBLIC, '2606:4700:4700::1111']],
    ['https://8.8.8.8/', ['8.8.8.8']],
    ['https://[2606:4700:4700::1111]/', ['2606:4700:4700::1111']],
    [`https://example.com/${'a'.repeat(2028)}`, [PUBLIC]],
  ])('may be %s', async (url, addresses) => {
    expect(await check(url)).toMatchObject({ addresses });
  });

  it.each([
    ['', 'must be a URL'],
    ['example.com/hooks', 'must be a URL'],
    ['//example.com', 'must be a URL'],
    ['https://', 'must be a URL'],
    ['https://exa mple.com/', 'must be a URL'],
    ['https://[fe80::1%25eth0]/', 'must be a URL'],
    ['https://256.256.256.256/', 'must be a URL'],
    ['https://example.com:99999/', 'must be a URL'],
    [`https://example.com/${'a'.repeat(2029)}`, 'must have at most 2048 characters'],
    ['http://example.com/', 'must begin with https://'],
    ['ftp://example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['https://example.com:8443/', 'must use port 443'],
    ['https://example.com:80/', 'must use port 443'],
    ['https://user@example.com/', 'must not hold a user name or password'],
    ['https://:secret@example.com/', 'must not hold a user name or password'],
    ['https://example.com@10.0.0.1/', 'must not hold a user name or password'],
    [
      'https://nowhere.example/',
      'must lead to a host that the public DNS knows, and to public addresses alone',
    ],
  ])('must not be %s', async (url, message) => {
    await expect(check(url)).rejects.toThrow(message);
  });

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://0177.0x1/',
    'https://127.0.0.1./',
    'https://①②⑦.⓪.⓪.①/',
    'https://%31%32%37.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://167772161/',
    'https://172.16.5.4/',
    'https://192.168.1.1/',
    'https://0300.0250.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://198.18.0.1/',
    'https://192.0.2.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[::127.0.0.1]/',
    'https://[fd12:3456::1]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:53aa:64c::1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[2001:db8::1]/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://loop.example/',
    'https://inner.example/',
    'https://mixed.example/',
    'https://mixed6.example/',
    'https://metadata.example/',
    'https://mapped.example/',
    'https:\\\\10.0.0.1\\',
    'https://10.0.0.1\t/',
    ' https://10.0.0.1/',
    'https:10.0.0.1',
  ])('must not lead inside: %s', async (url) => {
    await expect(check(url)).rejects.toThrow(
      'must lead to a host that the public DNS knows, and to public addresses alone',
    );
  });

  it('does not tell the address that it leads to', async () => {
    await expect(check('https://inner.example/')).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('10.1.2.3') }),
    );
  });

  it('does not tell a name that leads inside from one that nobody knows', async () => {
    const refusalOf = (url: string) => check(url).then(String, (error: Error) => error.message);
    const unknown = await refusalOf('https://unknown.example/');
    for (const host of ['inner', 'mixed', 'metadata', 'loop'])
      expect(await refusalOf(`https://${host}.example/`)).toBe(unknown);
  });

  describe('with the development switch', () => {
    it.each([
      'http://localhost:4000/hooks',
      'http://127.0.0.1:4000',
      'http://[::1]:4000',
      'https://inner.example:8443/',
      'http://192.168.1.1/',
      'http://example.com/',
    ])('may be %s', async (url) => {
      await expect(check(url, true)).resolves.toMatchObject({ url: new URL(url) });
    });

    it.each([
      [
        'http://169.254.169.254/',
        'must lead to a host that the public DNS knows, and to public addresses alone',
      ],
      [
        'http://[fd00:ec2::254]/',
        'must lead to a host that the public DNS knows, and to public addresses alone',
      ],
      [
        'http://metadata.example/',
        'must lead to a host that the public DNS knows, and to public addresses alone',
      ],
      [
        'http://0.0.0.0:4000/',
        'must lead to a host that the public DNS knows, and to public addresses alone',
      ],
      ['http://me@localhost/', 'must not hold a user name'],
      ['ftp://localhost/', 'must begin with https://'],
    ])('still must not be %s', async (url, message) => {
      await expect(check(url, true)).rejects.toThrow(message);
    });
  });
});
