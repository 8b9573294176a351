import type { ToolDefinition } from '../model/tool';
import { tokenize, tokenizeName } from './tokenize';

/** Where a word stands says how much it tells about the tool. */
const WEIGHT = { name: 4, title: 3, lead: 1.5, description: 0.5, tags: 1, arguments: 0.5 } as const;
type Field = keyof typeof WEIGHT;
const FIELDS = Object.keys(WEIGHT) as Field[];
/** How much a long field dilutes its words, by field: 0 not at all, 1 fully. */
const DILUTION = 0.6;

/** A tool and how much one word counts in it. */
export interface Posting {
  readonly tool: number;
  readonly weight: number;
}

/** Ready to be searched; made once per catalogue. */
export interface SearchIndex {
  readonly tools: readonly ToolDefinition[];
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
}

/** Indexes the words of tools by field, as BM25F does (Robertson, Zaragoza: The Probabilistic Relevance Framework, 3.6). */
export function buildSearchIndex(tools: readonly ToolDefinition[]): SearchIndex {
  const names = new Set(tools.map(({ name }) => name));
  const documents = tools.map((tool) => wordsOf(tool, names));
  const average = averageLengths(documents);
  const postings = new Map<string, Posting[]>();
  documents.forEach((words, tool) => {
    for (const [word, weight] of weightsOf(words, average)) {
      const list = postings.get(word);
      if (list) list.push({ tool, weight });
      else postings.set(word, [{ tool, weight }]);
    }
  });
  return { tools, postings };
}

type Words = Record<Field, string[]>;

function wordsOf(tool: ToolDefinition, names: ReadonlySet<string>): Words {
  // A description that sends the reader to a neighbour must not be found in its place.
  const description = tool.description.replace(/[\w-]+/g, (word) => (names.has(word) ? ' ' : word));
  const end = /[.!?](?=\s|$)/.exec(description)?.index ?? description.length;
  return {
    name: tokenizeName(tool.name),
    title: tokenize(tool.title),
    lead: tokenize(description.slice(0, end)),
    description: tokenize(description.slice(end)),
    tags: tool.tags.flatMap(tokenizeName),
    arguments: tool.arguments.flatMap(({ name }) => tokenizeName(name)),
  };
}

function averageLengths(documents: readonly Words[]): Record<Field, number> {
  const of = (field: Field): number =>
    Math.max(1, documents.reduce((sum, words) => sum + words[field].length, 0) / documents.length);
  return Object.fromEntries(FIELDS.map((field) => [field, of(field)])) as Record<Field, number>;
}

function weightsOf(words: Words, average: Record<Field, number>): Map<string, number> {
  const weights = new Map<string, number>();
  for (const field of FIELDS) {
    const diluted = 1 - DILUTION + (DILUTION * words[field].length) / average[field];
    for (const word of words[field]) {
      weights.set(word, (weights.get(word) ?? 0) + WEIGHT[field] / diluted);
    }
  }
  return weights;
}
