/** From here on a list fills much of what a model can read at once, in tokens of four bytes. */
export const MANY_TOKENS = 40_000;
/** More tools than these are refused or cut off by known hosts. */
export const MANY_TOOLS = 128;
const BYTES_PER_TOKEN = 4;

/**
 * @param bytes of the listed tools as JSON
 * @returns a sentence for whoever looks after a host, if the list is too long for some
 */
export function listAdvice(tools: number, bytes: number): string | undefined {
  const tokens = Math.ceil(bytes / BYTES_PER_TOKEN);
  if (tools <= MANY_TOOLS && tokens <= MANY_TOKENS) return undefined;
  return `The list has ${tools} tools of about ${tokens} tokens; some hosts refuse or cut off more than ${MANY_TOOLS} tools, and models choose worse past ${MANY_TOKENS} tokens. Use ?mode=search, or narrow it with ?toolsets=, ?tools= or ?readonly=1.`;
}
