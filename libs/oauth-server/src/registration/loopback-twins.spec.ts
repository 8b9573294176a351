import { withLoopbackTwins } from './loopback-twins';

describe('withLoopbackTwins', () => {
  it('adds the other name of this machine, with port, path and query', () => {
    expect(withLoopbackTwins(['http://127.0.0.1:33418/cb?x=1', 'http://localhost/'])).toEqual([
      'http://127.0.0.1:33418/cb?x=1',
      'http://localhost:33418/cb?x=1',
      'http://localhost/',
      'http://127.0.0.1/',
    ]);
  });

  it('leaves everything else alone', () => {
    const others = [
      'http://[::1]/cb',
      'https://localhost/cb',
      'cursor://localhost/cb',
      'http://localhost.evil.test/cb',
      'https://evil.test/?u=http://localhost/',
    ];
    expect(withLoopbackTwins(others)).toEqual(others);
  });
});
