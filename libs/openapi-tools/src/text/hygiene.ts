// Control characters except tab and newline, zero-width and bidirectional marks, tags and BOM:
// they hide text from a reader that a model still sees.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const PRINTABLE = /^[ -~]*$/;
/** What no text needs cleaned that is plain ASCII on one line already, as most are. */
const UNTIDY = /[^ -~]|^ | $| {2}|<!--/;

/** Text of the document as one line that is safe to show to a model. */
export function clean(text: string): string {
  if (!UNTIDY.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(COMMENT, ' ')
    .replace(HIDDEN, '')
    .replace(LONE, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** True when a string is unfit for a schema: control or lone surrogate characters. */
export function isUnclean(text: string): boolean {
  if (PRINTABLE.test(text)) return false;
  LONE.lastIndex = 0;
  return CONTROL.test(text) || LONE.test(text);
}

const SUSPICIOUS = [
  /\b(?:ignore|disregard|forget)\b.{0,30}\b(?:previous|prior|above|all|earlier|system)\b.{0,30}\b(?:instruction|prompt|message|rule)/i,
  /\b(?:do not|don't|never)\b.{0,20}\b(?:tell|inform|mention|reveal)\b.{0,30}\b(?:user|human)\b/i,
  /<\/?(?:system|important|instructions?|assistant)>/i,
  /\b(?:send|post|forward|exfiltrate|include)\b.{0,40}\b(?:your|their|the user'?s|all)\b.{0,20}\b(?:password|credential|secret|api key|token)s?\b/i,
  /\byou (?:must|should) (?:always |first )?(?:call|invoke|use) (?:this|the) tool\b/i,
];

/** Text that speaks to the model instead of describing the operation. */
export function isInstructionLike(text: string): boolean {
  return SUSPICIOUS.some((pattern) => pattern.test(text));
}
