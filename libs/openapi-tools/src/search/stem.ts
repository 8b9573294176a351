/** Shorter words carry no ending that could be told from the word itself. */
const SHORTEST = 4;

/**
 * The word without the endings of plural, past and gerund: `queues` and `queue`, `approving` and `approved` meet.
 * Light on purpose, because words of names are short and few: what goes further makes different tools alike.
 * @param word in lower case
 */
export function stem(word: string): string {
  if (word.length < SHORTEST || !/^[a-z]+$/.test(word)) return word;
  return withoutFinalE(withoutEnding(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > SHORTEST) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function withoutEnding(word: string): string {
  if (word.endsWith('ied') && word.length > SHORTEST) return `${word.slice(0, -3)}y`;
  const root = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(word)?.[1];
  if (root === undefined || root.length < 3) return word;
  // `stopped` is `stop`, but `called` is `call`.
  return /([bdgmnprt])\1$/.test(root) ? root.slice(0, -1) : root;
}

/** So that `delete` meets `deleting`, which has lost it. */
function withoutFinalE(word: string): string {
  return word.endsWith('e') && word.length > SHORTEST - 1 ? word.slice(0, -1) : word;
}
