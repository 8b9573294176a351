import { stem } from './stem';
import { joinPhrases } from './synonyms';

/** Words that stand in every request and tell no tool from another. */
const STOP: ReadonlySet<string> = new Set(
  'a an the of to in into at by for from with and or as is are be been was were has have had do does did it its this that these those there their them they we us our you your i can could should would will please want need how so if than then what which who when where why there here just now any some do doing'.split(
    ' ',
  ),
);

/** @returns stems of the words of a text in order, without filler; of any script */
export function tokenize(text: string): string[] {
  return wordsOf(joinPhrases(plain(text)))
    .filter((word) => !STOP.has(word))
    .map(stem);
}

/** @returns stems of the words of a name, `listAgents` or `list_agents` */
export function tokenizeName(name: string): string[] {
  return tokenize(name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/_/g, ' '));
}

/** Lower case without accents, so that both ways of typing a word meet. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}
