// The passage that an altered quotation most likely comes from, and how the two differ.
import type { Difference, QuotationMatch } from "#domain/quotation-check.ts";
import type { Paragraph, Span } from "#domain/report.ts";
import { type Alignment, align, type Change, type Range } from "./alignment.ts";
import { type Candidate, findCandidates } from "./candidates.ts";
import { classifyChange } from "./difference.ts";
import type { Fragment } from "./fragments.ts";
import { hasSameWords, type NormalizedWord, normalize, wordsOf } from "./normalized-text.ts";
import { readWords } from "./printed-words.ts";
import type { QuotationIndex } from "./quotation-index.ts";
import { paragraphOf, wordIdsOf } from "./segment.ts";

type ClosestMatch = Readonly<{ closest: QuotationMatch; differences: readonly Difference[] }>;

// Only so many paragraphs are aligned with a quotation, and only those with this share of its words, weighted by idf.
const CANDIDATES = { limit: 12, minCoverage: 0.3 } as const;

// An altered quotation has two thirds of its words (weighted by idf) in the paragraph, or all but one. Measured:
// sentences of 8 words or more from other reports have at most half of theirs in any paragraph. With fewer than 4
// matched words, some paragraph matches almost anything.
const MIN_MATCHED_SHARE = 0.66;
const MIN_MATCHED_WORDS = 4;

// Words of the quotation times words of the paragraph: 10 to 20 milliseconds, which is done in one step. The longest quotation
// that people check has 2,000 words; of a paragraph of more than 2,000 it is then aligned with the likeliest part.
const MAX_ALIGNED = 4_000_000;

/** Undefined when no paragraph is close enough. */
export async function findClosestMatch(
  quotation: string,
  fragments: readonly Fragment[],
  index: QuotationIndex,
): Promise<ClosestMatch | undefined> {
  const quoted = readQuotation(fragments, index);
  const close: AlignedParagraph[] = [];
  for (const candidate of await findCandidates(quoted.longestIds, index, CANDIDATES)) {
    const aligned = alignWith(candidate, quoted, index);
    if (isClose(aligned, quoted)) close.push(aligned);
    if (index.slices.isOver()) await index.slices.next();
  }
  const minCost = Math.min(...close.map(({ alignment }) => alignment.cost));
  const closest: ClosestMatch[] = [];
  for (const aligned of close.filter(({ alignment }) => alignment.cost === minCost))
    closest.push(await describe(quotation, quoted.words, { aligned, index }));
  const [best] = closest.sort((a, b) => commonEnds(quotation, b.closest) - commonEnds(quotation, a.closest));
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

function readQuotation(fragments: readonly Fragment[], index: QuotationIndex): QuotedWords {
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
  /** The words of the paragraph that were aligned; positions in `alignment` count from the first of them. */
  part: Range;
  alignment: Alignment;
  /** The weight of the matched words divided by the weight of the longest fragment; above 1 if others match too. */
  matchedShare: number;
}>;

function alignWith(
  candidate: Candidate,
  { ids, gaps, longestIds }: QuotedWords,
  index: QuotationIndex,
): AlignedParagraph {
  const words = wordIdsOf(candidate);
  const part = partAround(candidate.window, words.length, Math.floor(MAX_ALIGNED / ids.length));
  const alignment = align(ids, words.subarray(part.from, part.to), gaps);
  const weigh = (list: readonly number[]) => list.reduce((sum, id) => sum + index.idf(id), 0);
  const matchedIds = alignment.matched.flatMap((i) => ids[i] ?? []);
  const matchedShare = weigh(matchedIds) / weigh(longestIds);
  return { paragraph: paragraphOf(candidate), part, alignment, matchedShare };
}

/** All `length` words if they are at most `max`, else as many around the window. */
function partAround(window: Range, length: number, max: number): Range {
  if (length <= max) return { from: 0, to: length };
  const margin = Math.max(0, Math.floor((max - (window.to - window.from)) / 2));
  return { from: Math.max(0, window.from - margin), to: Math.min(length, window.to + margin) };
}

type Described = Readonly<{ aligned: AlignedParagraph; index: QuotationIndex }>;

async function describe(
  quotation: string,
  quoted: readonly NormalizedWord[],
  { aligned: { paragraph, part, alignment }, index }: Described,
): Promise<ClosestMatch> {
  const ranges = [alignment.report, ...alignment.changes.map(({ report }) => report)];
  // With the word before them, because a change that adds words comes after it, and the word behind them: a change at either
  // end may be of that word.
  const from = Math.max(0, part.from + Math.min(...ranges.map((range) => range.from)) - 1);
  const to = part.from + Math.max(...ranges.map((range) => range.to)) + 1;
  const words = await readWords(paragraph.text, { from, to }, index.slices);
  const printed = { first: from - part.from, words };
  const sides = { quotation, quoted, paragraph, printed };
  const { report, changes } = pairInvertedEnds(alignment, sides);
  const differences = changes.flatMap((change) => differenceOf(change, sides) ?? []);
  return { closest: { paragraph, span: spanOf(printed, report) }, differences };
}

/**
 * A word that the quotation has in addition at its beginning or end is compared with the report's word there: "likely to lead"
 * is no addition to "unlikely to lead" but its opposite. The alignment cannot know, because what lies outside the quotation
 * costs nothing.
 */
function pairInvertedEnds(
  { report, changes }: Alignment,
  sides: Sides,
): Pick<Alignment, "report" | "changes"> {
  let { from, to } = report;
  const paired = changes.map((change) => {
    if (change.report.from !== change.report.to || change.quotation.to - change.quotation.from !== 1)
      return change;
    const isFirst = change.quotation.from === 0;
    if (!isFirst && change.quotation.to !== sides.quoted.length) return change;
    const neighbour = isFirst ? { from: from - 1, to: from } : { from: to, to: to + 1 };
    const pair = { ...change, report: neighbour };
    if (!isInSentence(neighbour, isFirst ? from : to - 1, sides)) return change;
    if (differenceOf(pair, sides)?.kind !== "negation") return change;
    [from, to] = [Math.min(from, neighbour.from), Math.max(to, neighbour.to)];
    return pair;
  });
  return { report: { from, to }, changes: paired };
}

/** True if the word exists and is in the same sentence as the one at `matched`. */
function isInSentence({ from }: Range, matched: number, { paragraph, printed }: Sides): boolean {
  const [one, other] = [from, matched].map((position) => printed.words[position - printed.first]);
  if (one === undefined || other === undefined) return false;
  return paragraph.sentences.some(
    ({ start, end }) => Math.min(one.start, other.start) >= start && Math.max(one.end, other.end) <= end,
  );
}

/** Adjacent words; `first` is the position of the first of them. */
type Words = Readonly<{ first: number; words: readonly NormalizedWord[] }>;

type Sides = Readonly<{
  quotation: string;
  quoted: readonly NormalizedWord[];
  paragraph: Paragraph;
  printed: Words;
}>;

/** Undefined where both sides are the same word and a dash divides it in one of them. */
function differenceOf(
  change: Change,
  { quotation, quoted, paragraph, printed }: Sides,
): Difference | undefined {
  const spans = {
    report: spanOf(printed, change.report),
    quotation: spanOf({ first: 0, words: quoted }, change.quotation),
  };
  const inReport = paragraph.text.slice(spans.report.start, spans.report.end);
  const inQuotation = quotation.slice(spans.quotation.start, spans.quotation.end);
  if (hasSameWords(normalize(inReport), normalize(inQuotation))) return undefined;
  const startsSentence = paragraph.sentences.some(({ start }) => start === spans.report.start);
  return { kind: classifyChange(inReport, inQuotation, startsSentence), ...spans };
}

/** For no words, the empty span after the word before them. */
function spanOf({ first, words }: Words, { from, to }: Range): Span {
  const end = words[to - 1 - first]?.end ?? 0;
  return from === to ? { start: end, end } : { start: words[from - first]?.start ?? 0, end };
}
