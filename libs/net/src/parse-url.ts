/**
 * `URL.canParse` must not be used instead: in Node 20 its compiled form takes Latin-1 text for UTF-8, so an address
 * such as https://bücher.example/ is a URL at first and none a while later.
 *
 * @param base what a relative reference is read against
 * @returns the URL, or nothing if the text is none
 */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
