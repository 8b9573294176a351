import { PathTrie } from './path-trie';
import { segmentsOfTemplate } from './segment';

function trieOf(...routes: readonly string[]): (route: string) => string | undefined {
  const trie = new PathTrie<string>();
  for (const route of routes) {
    const [, method = '', path = ''] = /^(\w+) (.*)$/.exec(route) ?? [];
    trie.add(method, segmentsOfTemplate(path), route);
  }
  return (route) => {
    const [method = '', path = ''] = route.split(' ');
    return trie.find(method, path.slice(1).split('/'));
  };
}

describe('PathTrie', () => {
  it('prefers literals to text around variables, and that to variables', () => {
    const find = trieOf('GET /a/{x}', 'GET /a/{x}.gz', 'GET /a/{x}.tar.gz', 'GET /a/me');
    expect(['me', 'b.tar.gz', 'b.gz', 'b'].map((part) => find(`GET /a/${part}`))).toEqual([
      'GET /a/me',
      'GET /a/{x}.tar.gz',
      'GET /a/{x}.gz',
      'GET /a/{x}',
    ]);
  });

  it('goes on where a branch has not the method', () => {
    const find = trieOf('POST /a/search', 'GET /a/{x}', 'GET /a/search/deep', 'GET /{y}/{z}/wide');
    expect(find('GET /a/search')).toBe('GET /a/{x}');
    expect(find('GET /a/search/wide')).toBe('GET /{y}/{z}/wide');
  });

  it('minds letter case and slashes', () => {
    const find = trieOf('GET /Users', 'GET /items/');
    expect(['GET /users', 'GET /Users/', 'GET /items', 'GET /items/x', 'GET /'].map(find)).toEqual(
      Array(5).fill(undefined),
    );
    expect(find('GET /items/')).toBe('GET /items/');
  });

  it('finds a literal however it is escaped, and takes no empty value', () => {
    const find = trieOf('GET /a b/{x}');
    expect(find('GET /a%20b/1')).toBe('GET /a b/{x}');
    expect(find('GET /a%20b/')).toBeUndefined();
  });

  it('has one value per method and path', () => {
    const trie = new PathTrie<number>();
    expect(trie.add('GET', segmentsOfTemplate('/a/{x}'), 1)).toBe(true);
    expect(trie.add('GET', segmentsOfTemplate('/a/{y}'), 2)).toBe(false);
    expect(trie.methodsOf(['a', 'b'])).toEqual(['GET']);
  });
});
