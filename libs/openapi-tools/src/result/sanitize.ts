const RULES: readonly [RegExp, string][] = [
  [/^\s*at .*$/gm, ''],
  [/\b(?:Traceback \(most recent call last\):|Stack trace:)[\s\S]*/gi, ''],
  [/\b(?:set-)?cookie:[^\n]*/gi, ''],
  [/\b(?:proxy-)?authorization(["']?\s*[:=]\s*["']?)[^\n"',;]+/gi, 'Authorization$1[removed]'],
  [/\b(?:Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, '[removed]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[removed]'],
  [/\b(?:sk|pk|ghp|gho|ghs|glpat|xox[abps]|duvo)[-_][\w-]{12,}/g, '[removed]'],
  [/\bAKIA[A-Z0-9]{12,}\b/g, '[removed]'],
  [
    /\b(api[-_]?key|access[-_]?token|refresh[-_]?token|token|secret|password|cookie)(["']?\s*[:=]\s*)["']?[^\s"',;&]+/gi,
    '$1$2[removed]',
  ],
  [/\b[a-z][a-z0-9+]{1,15}:\/\/[^\s/"'<>)]+/gi, '[host]'],
  [/\b(ECONN[A-Z]+|ENOTFOUND|ETIMEDOUT|E[A-Z]+UNREACH|EAI_AGAIN) [\w.:-]+/g, '$1 [host]'],
  [
    /\b[\w-]+(?:\.[\w-]+)*\.(?:internal|local|localdomain|lan|corp|intranet|svc)\b(?:\.[\w.-]+)?(?::\d+)?/gi,
    '[host]',
  ],
  [/\b(?:localhost|[\w-]+(?:\.[\w-]+)+):\d{2,5}\b/gi, '[host]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[host]'],
];
const CAP = 2000;

/** Text of an upstream error without stacks, hosts, tokens and cookies. */
export function sanitize(text: string): string {
  // Bounded first: the rules run over a text somebody else chose.
  let out = text.slice(0, CAP * 4);
  for (const [pattern, replacement] of RULES) out = out.replace(pattern, replacement);
  out = out.replace(/\s+/g, ' ').trim();
  return out.length > CAP ? `${out.slice(0, CAP).replace(/[\ud800-\udbff]$/, '')}…` : out;
}
