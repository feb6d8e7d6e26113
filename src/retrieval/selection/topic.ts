// All paragraphs about a subject, for lists and overviews: a search finds the best, a list must not leave any out.
import type { Correction, SelectionEntry } from "#domain/answer.ts";
import type { Paragraph } from "#domain/report.ts";
import { contentTerms, type Term } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";
import type { LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion, type Query } from "#retrieval/query/query.ts";
import type { Hit } from "#retrieval/ranking/hit.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import type { Rank } from "#retrieval/ranking/rank.ts";
import { holdsKind } from "./kinds.ts";

export type TopicSearch = Readonly<{ question: string; index: LibraryIndex; rank: Rank }>;

export type AboutTopic = Readonly<{
  /** The best first. */
  hits: readonly Hit[];
  corrections: readonly Correction[];
}>;

// A list of more is no use to a reader, and each is compared with the subject.
const MAX_HITS = 500;
// Of the subject's weight, what two neighbouring sentences must have: else the best paragraph is about something else. A word that
// only a synonym matches counts half. At .6 the recall on the same lists is .83, at .3 to .5 it is .94.
const MIN_SHARE = 0.5;
// Of the best paragraph's share. On the six lists of the first report's question set .55 to 1 choose the same paragraphs, precision .90;
// at .5, where a synonym is listed beside the word itself, it is .86.
const MIN_OF_BEST = 0.75;

/** Empty if the reports have nothing about all of the subject, or too much of it is unknown to them. */
export async function findTopic(
  topic: readonly Term[],
  { question, index, rank }: TopicSearch,
): Promise<AboutTopic> {
  const query = await analyseQuestion(question, { index, dampingOf: () => 1, tokens: topic });
  const hits = await rank(widen(query, index), MAX_HITS);
  const max = Math.max(0, ...hits.map(shareOf));
  const min = Math.max(MIN_SHARE, MIN_OF_BEST * max);
  return { hits: hits.filter((hit) => shareOf(hit) >= min), corrections: query.corrections };
}

function shareOf({ features }: Hit): number {
  return features[PARAGRAPH_FEATURES.index.twoSentenceWindow] as number;
}

/** The paragraph has every word of the subject, or a synonym of it. */
export function holdsAllOf({ features }: Hit): boolean {
  return features[PARAGRAPH_FEATURES.index.matchedTerms] === 1;
}

const SYNONYMS: ReadonlyMap<string, readonly string[]> = readGroups("list-synonyms");

function readGroups(list: string): ReadonlyMap<string, readonly string[]> {
  const groups = readLines(list).map((line) => [...new Set(contentTerms(line).map(({ stem }) => stem))]);
  return new Map(
    groups.flatMap((stems) => stems.map((stem) => [stem, stems.filter((other) => other !== stem)] as const)),
  );
}

/** A synonym counts for every word: beside the word itself it counts too little to be listed. */
function widen(query: Query, index: LibraryIndex): Query {
  const terms = query.terms.map((term) => {
    const more = (SYNONYMS.get(term.stem) ?? []).filter((stem) => index.documentFrequency(stem) > 0);
    return { ...term, expand: true, synonyms: [...new Set([...term.synonyms, ...more])] };
  });
  return { ...query, terms };
}

/** Undefined where the kind is wanted, and neither the best sentence nor one beside it has a thing of the kind. */
export function entryOf({ paragraph, bestSentence }: Hit, kind?: string): SelectionEntry | undefined {
  const near = [bestSentence, bestSentence + 1, bestSentence - 1];
  const index = kind === undefined ? bestSentence : near.find((i) => isOfKind(paragraph, i, kind));
  if (index === undefined) return undefined;
  const sentence = paragraph.sentences[index];
  return { report: paragraph.report, paragraph, ...(sentence === undefined ? {} : { sentence }) };
}

function isOfKind({ sentences, text }: Paragraph, i: number, kind: string): boolean {
  const sentence = sentences[i];
  return sentence !== undefined && holdsKind(kind, text.slice(sentence.start, sentence.end));
}
