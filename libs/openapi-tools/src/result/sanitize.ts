const RULES: readonly [RegExp, string][] = [
  [/^\s*at .*$/gm, ''],
  [/\b(?:Traceback \(most recent call last\):|Stack trace:)[\s\S]*/gi, ''],
  [/\bBearer\s+[^\s"',;]+/gi, 'Bearer [removed]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[removed]'],
  [
    /\b(api[-_]?key|access[-_]?token|refresh[-_]?token|token|secret|password|cookie)(["']?\s*[:=]\s*)["']?[^\s"',;&]+/gi,
    '$1$2[removed]',
  ],
  [/\bset-cookie:.*$/gim, ''],
  [/\bhttps?:\/\/[^\s/"'<>)]+/gi, '[host]'],
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
