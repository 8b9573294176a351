import { listenSentence } from './listen';

describe('listenSentence', () => {
  it.each([
    ['EADDRINUSE', 'Port 80 on api.test is taken; set PORT to a free one.'],
    ['EACCES', 'This user may not listen on port 80; set PORT to one above 1023.'],
    [
      'ENOTFOUND',
      'The host name "api.test" does not resolve (ENOTFOUND); set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.',
    ],
    [
      'EADDRNOTAVAIL',
      'api.test is not an address of this machine; set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.',
    ],
    ['EMFILE', 'The server cannot listen on port 80 of api.test (EMFILE); check HOST and PORT.'],
  ])('says what to do about %s', (code, sentence) => {
    expect(listenSentence(code, { host: 'api.test', port: 80 })).toBe(sentence);
  });
});
