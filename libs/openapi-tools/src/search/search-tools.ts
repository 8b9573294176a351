import type { ToolDefinition } from '../model/tool';
import { byCodeUnit } from '../text/sort';
import type { SearchIndex } from './search-index';
import { synonymsOf } from './synonyms';
import { tokenize } from './tokenize';

/** From where on more of the same word in a tool adds little (k1 of BM25). */
const SATURATION = 2;
/** What a word counts that only means the same: more where no tool has the word itself; and one that only begins the same. */
const SYNONYM = 0.5;
const ONLY_SYNONYM = 0.8;
const PREFIX = 0.5;
const SHORTEST_PREFIX = 4;
/** Words of a request beyond these are not read: a request is a sentence. */
const MAX_WORDS = 64;

export interface SearchHit {
  readonly tool: ToolDefinition;
  readonly score: number;
}

/**
 * Ranks tools by how well they fit a request in plain words (BM25 with synonyms), best first; ties by name.
 * @returns only tools that share a word or a synonym with the request
 */
export function searchTools(index: SearchIndex, query: string): SearchHit[] {
  const words = [...new Set(tokenize(query))].slice(0, MAX_WORDS);
  const found = new Map<number, { sum: number; words: number }>();
  for (const word of words) {
    for (const [place, score] of scoresOf(index, word)) {
      const before = found.get(place);
      found.set(place, { sum: (before?.sum ?? 0) + score, words: (before?.words ?? 0) + 1 });
    }
  }
  return [...found]
    .flatMap(([place, { sum, words: matched }]) => {
      const tool = index.tools[place];
      // One rare word in passing must not beat a tool that fits most of the request.
      return tool ? [{ tool, score: sum * Math.sqrt(matched / words.length) }] : [];
    })
    .sort((a, b) => b.score - a.score || byCodeUnit(a.tool.name, b.tool.name));
}

/** Of a word and those that stand for it the best counts, not the sum: saying a thing twice is no better fit. */
function scoresOf(index: SearchIndex, word: string): Map<number, number> {
  const best = new Map<number, number>();
  for (const [term, factor] of expansionsOf(index, word)) {
    const postings = index.postings.get(term) ?? [];
    const rarity = Math.log(1 + (index.tools.length - postings.length + 0.5) / (postings.length + 0.5));
    for (const { tool, weight } of postings) {
      const score = factor * rarity * ((weight * (SATURATION + 1)) / (weight + SATURATION));
      if (score > (best.get(tool) ?? 0)) best.set(tool, score);
    }
  }
  return best;
}

function expansionsOf(index: SearchIndex, word: string): Map<string, number> {
  const terms = new Map<string, number>([[word, 1]]);
  const factor = index.postings.has(word) ? SYNONYM : ONLY_SYNONYM;
  for (const synonym of synonymsOf(word)) terms.set(synonym, factor);
  if (!index.postings.has(word) && word.length >= SHORTEST_PREFIX) {
    for (const term of index.postings.keys()) {
      const isPrefix = term.startsWith(word) || (term.length >= SHORTEST_PREFIX && word.startsWith(term));
      if (isPrefix && !terms.has(term)) terms.set(term, PREFIX);
    }
  }
  return terms;
}
