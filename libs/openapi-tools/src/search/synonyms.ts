import { stem } from './stem';

/**
 * Plain English beside the words that APIs use for the same. General on purpose: no row may be there for one API.
 * The words of a row stand for each other; a word may stand in several rows.
 */
const ROWS: readonly string[] = [
  'create add new make define insert register establish write start generate',
  'delete remove drop destroy erase discard rid throw purge forget unlink revoke clear',
  'update change edit modify alter adjust rename set patch replace correct fix raise lower',
  'rename name title call describe',
  'list show all display browse overview every exist available many',
  'get show read retrieve fetch open view see display detail tell',
  'search find look query locate filter',
  'start run launch begin execute trigger kick',
  'stop cancel abort end halt kill terminate interrupt',
  'retry again repeat rerun redo',
  'status state done finish complete progress ready close',
  'send post message tell notify write',
  'respond answer reply approve reject decide',
  'approve approval accept confirm agree',
  'assign put attach apply give',
  'delegate hand assign give transfer',
  'bulk multiple several many batch these once',
  'import load upload ingest',
  'upload put attach send',
  'create upload',
  'export dump download extract',
  'promote publish live release activate deploy',
  'promote restore revert rollback back',
  'revision version history draft change',
  'label tag',
  'file document attachment pdf csv spreadsheet picture image photo',
  'asset image picture photo thumbnail',
  'folder directory',
  'content text body',
  'save write store update',
  'user person people member colleague human employee teammate',
  'me my myself own current',
  'profile me i whoami identity',
  'team group organization',
  'agent assistant bot',
  'permission allow access right may',
  'role permission allow',
  'login signin authenticate authentication token',
  'logout signout',
  'message conversation transcript chat step',
  'comment note remark',
  'enable on activate',
  'disable off deactivate',
  'limit quota remain allowance left still',
  'rate limit request call',
  'teach train instruct instruction skill learn knowledge',
  'run job task execution',
  'item entry record row article entity',
  'field column attribute property',
  'setting config configuration preference option',
  'config instruction prompt',
  'tfa 2fa mfa twofactor',
  'sort order arrange reorder',
  'clear empty flush reset',
  'activity log audit event',
  'ping alive health up',
  'connection integration link account',
  'relation link connect relationship',
  'mail email mailbox',
  'provider sso',
  'workspace sandbox temporary scratch',
  'flow automation workflow',
  'order purchase',
  'pay payment charge invoice',
  'customer client',
];

/** Words that mean one thing only together. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:show|tell|give) me\b/g, 'show'],
  [/\bat the moment\b/g, 'current'],
  [/\b(?:log(?:ged|ging)?|sign(?:ed|ing)?) in\b/g, 'login'],
  [/\b(?:log(?:ged|ging)?|sign(?:ed|ing)?)(?: (?:me|us|them|him|her|everybody))? (?:out|off)\b/g, 'logout'],
  [/\bset(?:ting)? up\b/g, 'create'],
  [/\b(?:turn|switch)(?:ed|ing)? on\b/g, 'enable'],
  [/\b(?:turn|switch)(?:ed|ing)? off\b/g, 'disable'],
  [/\b(?:two|2|multi)[ -]?factor\b/g, 'tfa'],
  [/\bsingle sign[ -]?on\b/g, 'sso'],
  [/\b(?:roll(?:ed|ing)?|go|going) back\b/g, 'rollback'],
  [/\bgo(?:es|ing)? live\b/g, 'live'],
  [/\bwho am i\b/g, 'whoami'],
  [/\bget(?:ting)? rid of\b/g, 'delete'],
  [/\blook(?:ed|ing)? up\b/g, 'find'],
  [/\bgo(?:es|ing)? on\b/g, 'run'],
];

const synonyms = new Map<string, Set<string>>();
for (const row of ROWS) {
  const stems = row.split(' ').map(stem);
  for (const one of stems) {
    const others = synonyms.get(one) ?? new Set<string>();
    for (const other of stems) if (other !== one) others.add(other);
    synonyms.set(one, others);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** @returns stems that may stand for this stem */
export function synonymsOf(word: string): ReadonlySet<string> {
  return synonyms.get(word) ?? NONE;
}

/** @param text in lower case */
export function joinPhrases(text: string): string {
  return PHRASES.reduce((joined, [phrase, word]) => joined.replace(phrase, ` ${word} `), text);
}
