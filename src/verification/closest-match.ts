// The passage that an altered quotation most likely comes from, and how the two differ.
import type { Difference, QuotationMatch } from "#domain/quotation-check.ts";
import type { Paragraph, Span } from "#domain/report.ts";
import { type Alignment, align, type Change, type Range } from "./alignment.ts";
import { classifyChange } from "./difference.ts";
import {
  hasSameWords,
  type NormalizedText,
  type NormalizedWord,
  normalize,
  wordsOf,
} from "./normalized-text.ts";
import type { IndexedParagraph, QuotationIndex } from "./quotation-index.ts";

/** The words of a quotation between two ellipses. */
export type Fragment = Readonly<{
  text: string;
  /** Where the fragment starts in the quotation. */
  start: number;
  /** No ellipsis follows. */
  endsQuotation: boolean;
  normalized: NormalizedText;
}>;

type ClosestMatch = Readonly<{ closest: QuotationMatch; differences: readonly Difference[] }>;

// Only so many paragraphs are aligned with a quotation, and only those with this share of its words, weighted by idf.
const MAX_CANDIDATES = 12;
const MIN_COVERAGE = 0.3;

// An altered quotation has two thirds of its words (weighted by idf) in the paragraph, or all but one. Measured:
// sentences of 8 words or more from other reports have at most half of theirs in any paragraph. With fewer than 4
// matched words, some paragraph matches almost anything.
const MIN_MATCHED_SHARE = 0.66;
const MIN_MATCHED_WORDS = 4;

/** Undefined when no paragraph is close enough. */
export function findClosestMatch(
  quotation: string,
  fragments: readonly Fragment[],
  index: QuotationIndex,
): ClosestMatch | undefined {
  const quoted = readWords(fragments, index);
  const close = index
    .candidates(quoted.longestIds, MAX_CANDIDATES)
    .filter(({ coverage }) => coverage >= MIN_COVERAGE)
    .map(({ indexed }) => alignWith(indexed, quoted, index))
    .filter((candidate) => isClose(candidate, quoted));
  const minCost = Math.min(...close.map(({ alignment }) => alignment.cost));
  const [best] = close
    .filter(({ alignment }) => alignment.cost === minCost)
    .map((candidate) => describe(quotation, quoted.words, candidate))
    .sort((a, b) => commonEnds(quotation, b.closest) - commonEnds(quotation, a.closest));
  return best;
}

function isClose({ matchedShare, alignment: { matched } }: AlignedParagraph, { ids }: QuotedWords): boolean {
  const hasEnough = matchedShare >= MIN_MATCHED_SHARE || matched.length === ids.length - 1;
  return matched.length >= MIN_MATCHED_WORDS && hasEnough;
}

/**
 * How many characters the two have in common from the start and from the end. Decides between sentences that differ in
 * punctuation only.
 */
function commonEnds(quotation: string, { paragraph, span }: QuotationMatch): number {
  const printed = paragraph.text.slice(span.start, span.end);
  const length = Math.min(quotation.length, printed.length);
  let [head, tail] = [0, 0];
  while (head < length && quotation[head] === printed[head]) head += 1;
  while (tail < length && quotation.at(-1 - tail) === printed.at(-1 - tail)) tail += 1;
  return head + tail;
}

type QuotedWords = Readonly<{
  /** Spans are in the quotation. */
  words: readonly NormalizedWord[];
  ids: readonly number[];
  /** For each ellipsis, how many words come before it. */
  gaps: ReadonlySet<number>;
  /**
   * The ids of the longest fragment. Candidates are chosen by it alone: when the fragments come from several paragraphs,
   * the quotation is compared with the paragraph of the longest one.
   */
  longestIds: readonly number[];
}>;

function readWords(fragments: readonly Fragment[], index: QuotationIndex): QuotedWords {
  const words: NormalizedWord[] = [];
  const gaps = new Set<number>();
  let longest: readonly NormalizedWord[] = [];
  for (const { normalized, start } of fragments) {
    const own = wordsOf(normalized);
    for (const word of own) words.push({ ...word, start: word.start + start, end: word.end + start });
    gaps.add(words.length);
    if (own.length > longest.length) longest = own;
  }
  const toIds = (list: readonly NormalizedWord[]) => index.toIds(list.map(({ text }) => text));
  return { words, gaps, ids: toIds(words), longestIds: toIds(longest) };
}

type AlignedParagraph = Readonly<{
  paragraph: Paragraph;
  alignment: Alignment;
  /** The weight of the matched words divided by the weight of the longest fragment; above 1 if others match too. */
  matchedShare: number;
}>;

function alignWith(
  indexed: IndexedParagraph,
  { ids, gaps, longestIds }: QuotedWords,
  index: QuotationIndex,
): AlignedParagraph {
  const alignment = align(ids, index.wordIdsOf(indexed), gaps);
  const weigh = (list: readonly number[]) => list.reduce((sum, id) => sum + index.idf(id), 0);
  const matchedIds = alignment.matched.flatMap((i) => ids[i] ?? []);
  return { paragraph: indexed.paragraph, alignment, matchedShare: weigh(matchedIds) / weigh(longestIds) };
}

function describe(
  quotation: string,
  quoted: readonly NormalizedWord[],
  { paragraph, alignment }: AlignedParagraph,
): ClosestMatch {
  const printed = wordsOf(normalize(paragraph.text));
  const differences = alignment.changes.flatMap(
    (change) => differenceOf(change, { quotation, quoted, paragraph, printed }) ?? [],
  );
  return { closest: { paragraph, span: spanOf(printed, alignment.report) }, differences };
}

type Sides = Readonly<{
  quotation: string;
  quoted: readonly NormalizedWord[];
  paragraph: Paragraph;
  printed: readonly NormalizedWord[];
}>;

/** Undefined where both sides are the same word and a dash divides it in one of them. */
function differenceOf(
  change: Change,
  { quotation, quoted, paragraph, printed }: Sides,
): Difference | undefined {
  const spans = { report: spanOf(printed, change.report), quotation: spanOf(quoted, change.quotation) };
  const inReport = paragraph.text.slice(spans.report.start, spans.report.end);
  const inQuotation = quotation.slice(spans.quotation.start, spans.quotation.end);
  if (hasSameWords(normalize(inReport), normalize(inQuotation))) return undefined;
  const startsSentence = paragraph.sentences.some(({ start }) => start === spans.report.start);
  return { kind: classifyChange(inReport, inQuotation, startsSentence), ...spans };
}

/** For no words, the empty span after the word before them. */
function spanOf(words: readonly NormalizedWord[], { from, to }: Range): Span {
  const end = words[to - 1]?.end ?? 0;
  return from === to ? { start: end, end } : { start: words[from]?.start ?? 0, end };
}
