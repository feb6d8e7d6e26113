// The paragraph that an altered quotation comes from, with the words that differ.
import type { Difference, QuotationMatch } from "#domain/quotation-check.ts";
import type { Paragraph, Span } from "#domain/report.ts";
import { type Alignment, align, type Change } from "./alignment.ts";
import { kindOf } from "./difference.ts";
import { hasSameWords, type Letters, lettersOf, type Word, wordsOf } from "./normalized-text.ts";
import type { QuotationIndex, Stretch } from "./quotation-index.ts";

/** What stands between two ellipses, with its offset in the quotation. */
export type Part = Readonly<{
  text: string;
  start: number;
  /** It ends where the quotation does. */
  outer: boolean;
  letters: Letters;
}>;

type Nearest = Readonly<{ place: QuotationMatch; differences: readonly Difference[] }>;

// How many paragraphs are laid beside a quotation, and the share of its words, by weight, that each has to hold.
const CANDIDATES = 12;
const WORTH_A_LOOK = 0.3;

// Near is: two thirds of the words by weight, or all words but one. Foreign sentences of 8 words and more hold at most
// half of theirs in any paragraph; below 4 matched words anything comes near to something.
const MIN_SHARE = 0.66;
const MIN_WORDS = 4;

/** Undefined when no paragraph comes near. */
export function findNearest(
  typed: string,
  parts: readonly Part[],
  index: QuotationIndex,
): Nearest | undefined {
  const quotation = readWords(parts, index);
  const candidates = index
    .near(quotation.longest, CANDIDATES)
    .filter(({ share }) => share >= WORTH_A_LOOK)
    .map(({ stretch }) => ({ stretch, ...weigh(quotation, stretch, index) }))
    .filter((weighed) => isNear(weighed, quotation));
  const least = Math.min(...candidates.map(({ alignment }) => alignment.cost));
  const [best] = candidates
    .filter(({ alignment }) => alignment.cost === least)
    .map(({ stretch, alignment }) => describe(typed, { quotation: quotation.words, stretch, alignment }))
    .sort((a, b) => likeness(typed, b.place) - likeness(typed, a.place));
  return best;
}

function isNear({ share, alignment: { matched } }: Weighed, { ids }: Quotation): boolean {
  return matched.length >= MIN_WORDS && (share >= MIN_SHARE || matched.length === ids.length - 1);
}

/** Characters in common from either end: tells a sentence from its twin with another comma. */
function likeness(typed: string, { paragraph, span }: QuotationMatch): number {
  const printed = paragraph.text.slice(span.start, span.end);
  const length = Math.min(typed.length, printed.length);
  let [head, tail] = [0, 0];
  while (head < length && typed[head] === printed[head]) head += 1;
  while (tail < length && typed.at(-1 - tail) === printed.at(-1 - tail)) tail += 1;
  return head + tail;
}

type Quotation = Readonly<{
  words: readonly Word[];
  ids: readonly number[];
  /** Counts of words after which something is left out. */
  gaps: ReadonlySet<number>;
  /** The words of the longest part: parts of several paragraphs are shown beside the one that it comes from. */
  longest: readonly number[];
}>;

function readWords(parts: readonly Part[], index: QuotationIndex): Quotation {
  const words: Word[] = [];
  const gaps = new Set<number>();
  for (const { letters, start } of parts) {
    for (const word of wordsOf(letters))
      words.push({ ...word, start: word.start + start, end: word.end + start });
    gaps.add(words.length);
  }
  const idsOf = (own: readonly Word[]) => index.idsOf(own.map(({ letters }) => letters));
  const longest = parts
    .map(({ letters }) => wordsOf(letters))
    .reduce((one, other) => (other.length > one.length ? other : one), []);
  return { words, gaps, ids: idsOf(words), longest: idsOf(longest) };
}

type Weighed = Readonly<{ alignment: Alignment; share: number }>;

function weigh({ ids, gaps, longest }: Quotation, stretch: Stretch, index: QuotationIndex): Weighed {
  const alignment = align(ids, index.wordsOf(stretch), gaps);
  const sum = (all: readonly (number | undefined)[]) =>
    all.reduce((total: number, id) => total + (id === undefined ? 0 : index.weight(id)), 0);
  return { alignment, share: sum(alignment.matched.map((at) => ids[at])) / sum(longest) };
}

type Found = Readonly<{ quotation: readonly Word[]; stretch: Stretch; alignment: Alignment }>;

function describe(typed: string, { quotation, stretch: { paragraph }, alignment }: Found): Nearest {
  const report = wordsOf(lettersOf(paragraph.text));
  const differences = alignment.changes.flatMap((change) => {
    const difference = differenceOf(change, { typed, quotation, paragraph, report });
    return difference ?? [];
  });
  return { place: { paragraph, span: spanOf(report, alignment.report) }, differences };
}

type Sides = Readonly<{
  typed: string;
  quotation: readonly Word[];
  paragraph: Paragraph;
  report: readonly Word[];
}>;

/** Undefined where both sides are the same word, broken by a dash in one of them. */
function differenceOf(
  change: Change,
  { typed, quotation, paragraph, report }: Sides,
): Difference | undefined {
  const spans = { report: spanOf(report, change.report), quotation: spanOf(quotation, change.quotation) };
  const printed = paragraph.text.slice(spans.report.start, spans.report.end);
  const written = typed.slice(spans.quotation.start, spans.quotation.end);
  if (hasSameWords(lettersOf(printed), lettersOf(written))) return undefined;
  const opens = paragraph.sentences.some(({ start }) => start === spans.report.start);
  return { kind: kindOf(printed, written, opens), ...spans };
}

/** Empty, at the place where they would stand, for no words. */
function spanOf(words: readonly Word[], { from, to }: Readonly<{ from: number; to: number }>): Span {
  const end = words[to - 1]?.end ?? 0;
  return from === to ? { start: end, end } : { start: words[from]?.start ?? 0, end };
}
