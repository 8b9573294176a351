// Programs that open a browser by themselves: the URL is read from what they print, and the callback is theirs.
import { Browser } from './browser.mjs';

/** How long a program may take to print its URL, in milliseconds. */
const URL_LIMIT = 30_000;

/** @returns the first authorize URL that the stream shows */
export function authorizeUrlIn(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`No authorize URL in time; it said:\n${text}`)),
      URL_LIMIT,
    );
    const settle = (done, value) => {
      clearTimeout(timer);
      done(value);
    };
    stream.on('data', (chunk) => {
      text += chunk;
      const url = /https?:\/\/\S*\/oauth\/authorize\?\S+/.exec(text)?.[0];
      if (url) settle(resolve, url);
    });
    stream.once('end', () => settle(reject, new Error(`It ended without an authorize URL:\n${text}`)));
  });
}

/** The person approves, and the browser follows the last redirect into the program. */
export async function approveFor({ server, person }, stream) {
  const callback = await new Browser(server.url, person).approve(await authorizeUrlIn(stream));
  const response = await fetch(callback);
  if (!response.ok) throw new Error(`The program's callback answered ${response.status}.`);
}
