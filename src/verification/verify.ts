// Checks a quotation: whether the reports have its words exactly, with other punctuation, altered, or not at all.
import type { QuotationCheck, QuotationMatch } from "#domain/quotation-check.ts";
import type { Library, Paragraph, Span } from "#domain/report.ts";
import { type Fragment, findClosestMatch } from "./closest-match.ts";
import { normalize, wordsOf } from "./normalized-text.ts";
import { createQuotationIndex, type IndexedParagraph, type QuotationIndex } from "./quotation-index.ts";

/** Checks one quotation, given without the quotation marks around it. */
export type Verify = (quotation: string) => QuotationCheck;

// The mark for omitted words, with the brackets that often surround it.
const ELLIPSIS =
  /\[\s*(?:\u2026|\.\s?\.\s?\.)\s*\]|\(\s*(?:\u2026|\.\s?\.\s?\.)\s*\)|\u2026|\.(?:\s?\.){2,}/gu;

// A quotation must reach one of the two: shorter ones occur in reports by chance.
const MIN_WORDS = 4;
const MIN_CHARACTERS = 20;

export function createVerify(library: Library): Verify {
  const index = createQuotationIndex(library);
  return (quotation) => {
    const trimmed = quotation.trim();
    return { quotation: trimmed, ...check(trimmed, index) };
  };
}

type QuotationVerdict = QuotationCheck extends infer Check
  ? Check extends unknown
    ? Omit<Check, "quotation">
    : never
  : never;

function check(quotation: string, index: QuotationIndex): QuotationVerdict {
  const fragments = splitAtEllipses(quotation);
  const whole = fragmentOf(quotation, 0, quotation.length);
  if (!isLongEnough(whole)) return { verdict: "too-short" };
  const matches = findWhole(whole, index);
  // Short fragments prove nothing, because many paragraphs have all of them; the whole may still be found if its dots
  // are the report's own.
  if (!fragments.some(isLongEnough)) return verdictOf(matches) ?? { verdict: "too-short" };
  const inOrder = ellipsesIn(quotation).length > 0 ? findInOrder(fragments, index) : [];
  const found = verdictOf([matches, inOrder].find(hasExact) ?? [...matches, ...inOrder]);
  if (found !== undefined) return found;
  const closest = findClosestMatch(quotation, fragments, index);
  return closest === undefined ? { verdict: "not-in-reports" } : { verdict: "altered", ...closest };
}

/** Splits where an ellipsis has content on both sides. Beside a number or a short word the dots are punctuation. */
function splitAtEllipses(quotation: string): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let from = 0;
  for (const { start, end } of ellipsesIn(quotation)) {
    const before = fragmentOf(quotation, from, start);
    const after = fragmentOf(quotation, end, quotation.length);
    const splits = hasContent(before) && (isEmpty(after) || hasContent(after));
    if (splits) fragments.push(before);
    if (splits || isEmpty(before)) from = end;
  }
  const last = fragmentOf(quotation, from, quotation.length);
  return isEmpty(last) ? fragments : [...fragments, last];
}

function ellipsesIn(quotation: string): readonly Span[] {
  return Array.from(quotation.matchAll(ELLIPSIS), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

function fragmentOf(quotation: string, start: number, end: number): Fragment {
  const text = quotation.slice(start, end);
  return { text, start, endsQuotation: end === quotation.length, normalized: normalize(text) };
}

function isEmpty({ normalized }: Fragment): boolean {
  return normalized.text === "";
}

/** Two words, or one of four letters. */
function hasContent({ normalized }: Fragment): boolean {
  const words = wordsOf(normalized);
  return words.length > 1 || words.some(({ text }) => /^\p{L}{4}/u.test(text));
}

function isLongEnough({ normalized, text }: Fragment): boolean {
  return text.trim().length >= MIN_CHARACTERS || wordsOf(normalized).length >= MIN_WORDS;
}

type Match = QuotationMatch & Readonly<{ exact: boolean }>;

function hasExact(matches: readonly Match[]): boolean {
  return matches.some(({ exact }) => exact);
}

/** Names the exact matches only, if there are any: other printings of the same words are then of no interest. */
function verdictOf(matches: readonly Match[]): QuotationVerdict | undefined {
  const exact = hasExact(matches);
  const [first, ...others] = matches
    .filter((match) => match.exact === exact)
    .map(({ paragraph, span }) => ({ paragraph, span }));
  if (first === undefined) return undefined;
  return { verdict: exact ? "exact" : "same-words", matches: [first, ...others] };
}

/** Every passage that has all words of the quotation one after the other; its dots count as punctuation. */
function findWhole(whole: Fragment, index: QuotationIndex): readonly Match[] {
  const { text, normalized } = whole;
  return Array.from(index.occurrences(normalized), ({ indexed: { paragraph }, offset }) => {
    const span = spanIn(paragraph, offset, normalized.text.length);
    const start = span.start - (normalized.starts[0] ?? 0);
    const exact = paragraph.text.startsWith(text, start);
    return { paragraph, exact, span: exact ? { start, end: start + text.length } : span };
  });
}

/** Every paragraph that has the fragments one after the other. */
function findInOrder(fragments: readonly Fragment[], index: QuotationIndex): readonly Match[] {
  const longest = fragments.reduce((one, other) =>
    other.normalized.text.length > one.normalized.text.length ? other : one,
  );
  const paragraphs = new Set(Array.from(index.occurrences(longest.normalized), ({ indexed }) => indexed));
  return [...paragraphs].flatMap((indexed) => matchInOrder(fragments, indexed, index) ?? []);
}

function matchInOrder(
  fragments: readonly Fragment[],
  indexed: IndexedParagraph,
  index: QuotationIndex,
): Match | undefined {
  const { paragraph } = indexed;
  const spans: Span[] = [];
  let from = 0;
  for (const { normalized } of fragments) {
    const offset = index.find(normalized, indexed, from);
    if (offset === -1) return undefined;
    spans.push(spanIn(paragraph, offset, normalized.text.length));
    from = offset + normalized.text.length;
  }
  const exact = fragments.every((fragment, i) => {
    const { text, lead } = exactPartOf(fragment, i === 0, i === fragments.length - 1);
    return paragraph.text.startsWith(text, (spans[i]?.start ?? 0) - lead);
  });
  return { paragraph, span: { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 }, exact };
}

/**
 * The part of a fragment that must be in the report letter for letter. Punctuation next to an ellipsis is not part of it,
 * because it may come from the person who shortened the quotation; punctuation at the two ends of the quotation is.
 * `lead`: how many characters of the part come before its first word.
 */
function exactPartOf(
  { text, start, endsQuotation, normalized }: Fragment,
  isFirst: boolean,
  isLast: boolean,
) {
  const [firstWord = 0, lastWord = 0] = [normalized.starts[0], normalized.ends.at(-1)];
  const from = isFirst && start === 0 ? 0 : firstWord;
  return { lead: firstWord - from, text: text.slice(from, isLast && endsQuotation ? text.length : lastWord) };
}

/** The span of `length` units from `offset` in the paragraph's normalized text. */
function spanIn({ text }: Paragraph, offset: number, length: number): Span {
  const { starts, ends } = normalize(text);
  return { start: starts[offset] ?? 0, end: ends[offset + length - 1] ?? text.length };
}
